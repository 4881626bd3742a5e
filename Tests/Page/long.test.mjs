// Tests of long lists in headless Chromium: node --test Tests/Page/

import assert from "node:assert/strict";
import { test } from "node:test";
import { skip, testPage as page, withPage } from "./testPage.mjs";

// One video of 3 000 frames.
withPage({ collection: { count: 3000, perVideo: 3000, hostile: false }, levels: [16] });

const elements = () => page.browser.evaluate("document.querySelectorAll('.map-panel *').length");

test("the strip of a long video begins around the chosen frame, and grows to both sides", { skip }, async () => {
  await page.open();
  await page.run("(Unreel.app.chooseFrame(data.framesOf(0)[2000]), 0)");
  assert.ok(await elements() < 1000, String(await elements()));
  const marked = () => page.browser.evaluate("Array.from(document.querySelectorAll('.map-strip [aria-current]'), (one) => one.title)");
  assert.deepEqual(await marked(), [await page.run("Unreel.timeText(data.time[data.framesOf(0)[2000]])")]);
  const titles = () => page.browser.evaluate("Array.from(document.querySelectorAll('.map-strip button'), (one) => one.title)");
  const wanted = (from, to) => page.run(`Array.from(data.framesOf(0).subarray(${from}, ${to}), (one) => Unreel.timeText(data.time[one]))`);
  assert.deepEqual(await titles(), await wanted(1940, 2060));
  const press = (text) => page.browser.evaluate(`Array.from(document.querySelectorAll('.map-more')).find((one) => one.textContent.startsWith('${text}')).click()`);
  await press("Before these");
  await press("After these");
  assert.deepEqual(await titles(), await wanted(1820, 2180));
  await page.run("(Unreel.app.stepFrame(1), 0)");
  assert.deepEqual(await titles(), await wanted(1941, 2061));
  page.quiet();
});

test("a group and a region of thousands of frames make few elements at once", { skip }, async () => {
  await page.open();
  await page.run("(Unreel.app.chooseRegion([-1, -1, 65536, -1, 65536, 65536, -1, 65536]), 0)");
  assert.equal(await page.run("values.region.length"), 3000);
  assert.ok(await elements() < 1000, String(await elements()));
  await page.run("(Unreel.app.openCluster(data.cluster[5]), 0)");
  assert.ok(await elements() < 1000, String(await elements()));
});

test("a lasso and a ring draw over the map, and not the map again", { skip }, async () => {
  await page.open();
  await page.settled("Unreel.app.cache.loading === 0");
  const draws = await page.run("scene.draws");
  await page.run("(store.set({ hovered: 5 }), 0)");
  await page.settled();
  await page.run("(store.set({ hovered: -1, outline: [0, 0, 9000, 0, 9000, 9000] }), 0)");
  await page.settled();
  assert.equal(await page.run("scene.draws"), draws);
  assert.equal(await page.run("Unreel.app.overlay.isEmpty"), false);
  await page.run("(camera.pan(5, 5), 0)");
  await page.settled();
  assert.ok(await page.run("scene.draws") > draws);
});
