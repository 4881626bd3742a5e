// Tests of Back and Forward in headless Chromium: node --test Tests/Page/

import assert from "node:assert/strict";
import { test } from "node:test";
import { skip, testPage as page, withPage } from "./testPage.mjs";

withPage();

const entries = () => page.browser.evaluate("history.length");
const view = () => page.run("[values.view, values.view === 'frame' ? values.frame : values.view === 'cluster' ? values.cluster : -1, values.search]");
const place = () => page.run("[camera.x, camera.y, camera.scale / camera.homeScale]");
const near = (a, b) => assert.ok(Math.abs(a[0] - b[0]) < 2 && Math.abs(a[1] - b[1]) < 2 && Math.abs(a[2] / b[2] - 1) < 0.01, `${a} is not ${b}`);
/** Goes through the history, waits until the entry is another one, and until the map stands still. */
async function go(step) {
  const before = await page.browser.evaluate("JSON.stringify(history.state)");
  await page.browser.evaluate(`history.go(${step})`);
  await page.browser.until(`JSON.stringify(history.state) !== ${JSON.stringify(before)}`);
  await page.settled();
}

test("Back and Forward lead from view to view, each with its place on the map", { skip }, async () => {
  await page.open();
  const first = await entries();
  await page.run("(camera.show(data.maps[0].x[0], data.maps[0].y[0], camera.homeScale * 5, false), 0)");
  // At once, before the address is written: the entry that is left must have this place.
  const start = await place();
  await page.run("(Unreel.app.chooseFrame(7), Unreel.app.zoomToFrame(7), 0)");
  await page.settled();
  const atFrame = await place();
  await page.run("(Unreel.app.openCluster(2), 0)");
  await page.run("(camera.showAll(false), 0)");
  const atCluster = await place();
  // The upper half of the open group.
  const ys = await page.run("Array.from(data.maps[0].y).filter((_, i) => data.cluster[i] === 2).sort((a, b) => a - b)");
  const half = ys[Math.floor(ys.length / 2)] + 0.5;
  await page.run(`(Unreel.app.chooseRegion([-1, -1, 65536, -1, 65536, ${half}, -1, ${half}]), 0)`);
  const region = await page.run("values.region.join()");
  assert.equal(region.split(",").length, ys.filter((y) => y < half).length);
  await page.run("(Unreel.app.goBack(), 0)");
  assert.equal(await entries(), first + 4);
  await go(-1);
  assert.deepEqual(await view(), ["selection", -1, ""]);
  assert.equal(await page.run("values.region.join()"), region);
  await go(-1);
  assert.deepEqual(await view(), ["cluster", 2, ""]);
  near(await place(), atCluster);
  await go(-1);
  assert.deepEqual(await view(), ["frame", 7, ""]);
  near(await place(), atFrame);
  await go(-1);
  assert.deepEqual(await view(), ["groups", -1, ""]);
  near(await place(), start);
  await go(2);
  assert.deepEqual(await view(), ["cluster", 2, ""]);
  near(await place(), atCluster);
  assert.equal(await entries(), first + 4);
  page.quiet();
});

test("moves and colours make no entry; neither do equal views; a search and steps through a video make one", { skip }, async () => {
  await page.open();
  const first = await entries();
  await page.run("(camera.zoom(3), 0)");
  await page.browser.until("location.hash.includes('zoom=3.000')");
  await page.run("(store.set({ colour: 'time' }), 0)");
  await page.run("(store.set({ size: 'large', map: 1 }), 0)");
  assert.match(await page.browser.evaluate("location.hash"), /colour=time.*size=large&map=1/);
  assert.equal(await entries(), first);
  await page.browser.evaluate("Unreel.app.searchField.focus()");
  for (const letter of "clip-001") {
    await page.type(letter);
    await page.browser.until("Unreel.app.store.values.search === Unreel.app.searchField.value");
  }
  assert.equal(await entries(), first + 1);
  // A frame that is chosen twice is one view.
  await page.run("(Unreel.app.chooseFrame(data.framesOf(11)[3]), 0)");
  await page.run("(Unreel.app.chooseFrame(data.framesOf(11)[3]), 0)");
  assert.equal(await entries(), first + 2);
  for (let i = 0; i < 5; i++) await page.run("(Unreel.app.stepFrame(1), 0)");
  assert.equal(await entries(), first + 3);
  await go(-1);
  assert.deepEqual(await view(), ["frame", await page.run("data.framesOf(11)[3]"), "clip-001"]);
  await go(-1);
  assert.deepEqual(await view(), ["groups", -1, "clip-001"]);
  assert.equal(await page.browser.evaluate("Unreel.app.searchField.value"), "clip-001");
  await go(-1);
  assert.deepEqual(await view(), ["groups", -1, ""]);
  assert.equal(await page.run("values.colour + values.size + values.map"), "timelarge1");
});

test("a region is there again after a reload; another address on the same page opens its view", { skip }, async () => {
  await page.open();
  await page.run("(Unreel.app.openCluster(1), Unreel.app.chooseRegion([0, 0, 65535, 0, 65535, 65535, 0, 65535]), 0)");
  const region = await page.run("values.region.join()");
  await page.browser.send("Page.reload");
  await page.browser.until("performance.getEntriesByType('navigation')[0].type === 'reload' && window.Unreel?.app?.scene.firstPicture > 0");
  assert.deepEqual(await view(), ["selection", -1, ""]);
  assert.equal(await page.run("values.region.join()"), region);
  const before = await entries();
  await page.browser.evaluate("location.hash = '#frame=12&search=clip&zoom=4&x=100&y=100'");
  await page.settled("Unreel.app.store.values.view === 'frame'");
  assert.deepEqual(await view(), ["frame", 12, "clip"]);
  assert.equal(await entries(), before + 1);
  await go(-1);
  assert.deepEqual(await view(), ["selection", -1, ""]);
});

test("the address of a section shows the section, and a link to it leaves the map as it is", { skip }, async () => {
  const top = "Math.abs(document.getElementById('section-files').getBoundingClientRect().bottom - innerHeight) < 200";
  await page.open(page.address + "#section-files");
  await page.browser.until(top);
  await page.browser.evaluate("scrollTo(0, 0)");
  await page.run("(Unreel.app.openCluster(1), 0)");
  const before = await view();
  await page.browser.evaluate("document.querySelector('a[href=\"#section-files\"]').click()");
  await page.browser.until(top);
  assert.deepEqual(await view(), before);
  page.quiet();
});
