// Tests with fingers on a phone's screen, in headless Chromium: node --test Tests/Page/

import assert from "node:assert/strict";
import { test } from "node:test";
import { skip, testPage as page, withPage } from "./testPage.mjs";

withPage({ show: { width: 390, height: 844, ratio: 2, mobile: true } });

/** Moves fingers along lines in ten steps; each finger is [fromX, fromY, toX, toY]. */
async function fingers(...lines) {
  const { browser } = page;
  const at = (share) => lines.map(([x, y, x2, y2], id) => ({ x: x + (x2 - x) * share, y: y + (y2 - y) * share, id }));
  const send = (type, touchPoints) => browser.send("Input.dispatchTouchEvent", { type, touchPoints });
  await send("touchStart", at(0));
  for (let step = 1; step <= 10; step++) {
    await send("touchMove", at(step / 10));
    await browser.evaluate("new Promise((resolve) => requestAnimationFrame(resolve))");
  }
  await send("touchEnd", []);
  await new Promise((resolve) => setTimeout(resolve, 100));
}
const place = () => page.run("[camera.x, camera.y, camera.scale / camera.homeScale]");
const middle = () => page.run("(() => { const b = Unreel.app.surface.getBoundingClientRect(); return [b.left + b.width / 2, b.top + b.height / 2]; })()");
async function open() {
  await page.browser.send("Emulation.setTouchEmulationEnabled", { enabled: true, maxTouchPoints: 5 });
  await page.open();
  await page.browser.evaluate("scrollTo(0, 0)");
}

test("one finger scrolls the page and not the map; a hint says what moves it", { skip }, async () => {
  await open();
  await page.stopClock();
  const before = await place();
  const [x, y] = await middle();
  await fingers([x, y + 100, x, y - 200]);
  assert.ok(await page.browser.evaluate("scrollY") > 200);
  assert.deepEqual(await place(), before);
  assert.equal(await page.browser.evaluate("document.querySelector('.map-hint').hidden"), false);
  await page.pass(1200);
  assert.equal(await page.browser.evaluate("document.querySelector('.map-hint').hidden"), true);
  // Across there is nothing to scroll; the map stays as well.
  const [x2, y2] = await middle();
  await fingers([x2 - 100, y2, x2 + 100, y2]);
  assert.deepEqual(await place(), before);
  assert.equal(await page.run("values.view"), "groups");
  page.quiet();
});

test("two fingers zoom and move the map, and the page stays", { skip }, async () => {
  await open();
  const [x, y] = await middle();
  await fingers([x - 40, y, x - 120, y], [x + 40, y, x + 120, y]);
  const pinched = await place();
  // The fingers end three times as far apart.
  assert.ok(Math.abs(pinched[2] - 3) < 0.15, String(pinched));
  await fingers([x - 40, y, x - 40, y - 120], [x + 40, y, x + 40, y - 120]);
  const moved = await place();
  assert.ok(Math.abs(moved[2] - pinched[2]) < 0.05);
  const pixels = await page.run(`(${moved[1]} - ${pinched[1]}) * camera.scale`);
  assert.ok(Math.abs(pixels - 120) < 8, String(pixels));
  assert.equal(await page.browser.evaluate("scrollY"), 0);
  assert.equal(await page.browser.evaluate("visualViewport.scale"), 1);
  page.quiet();
});

test("a tap chooses a frame; a lasso and the whole screen take one finger", { skip }, async () => {
  await open();
  const frame = await page.run("scene.visible[0]");
  const [x, y] = await page.run(`(() => { const b = Unreel.app.surface.getBoundingClientRect(); return [b.left + scene.screenX(${frame}), b.top + scene.screenY(${frame})]; })()`);
  await fingers([x, y, x, y]);
  assert.equal(await page.run("values.frame"), frame);
  await page.run("(Unreel.app.goBack(), store.set({ tool: 'box' }), 0)");
  const [mx, my] = await middle();
  await fingers([mx - 150, my - 150, mx + 150, my + 150]);
  assert.equal(await page.run("values.view"), "selection");
  assert.equal(await page.browser.evaluate("scrollY"), 0);
  // Some phones have no full screen for a part of a page: the map fills the window.
  await page.browser.evaluate("Unreel.app.root.requestFullscreen = undefined; Unreel.app.toggleFull()");
  await page.settled("Unreel.app.isFull()");
  const box = await page.run("(() => { const b = root.getBoundingClientRect(); return [b.left, b.top, b.width, b.height]; })()");
  assert.deepEqual(box, [0, 0, 390, 844]);
  const before = await place();
  const [fx, fy] = await middle();
  await fingers([fx, fy, fx, fy - 100]);
  const after = await place();
  assert.ok(Math.abs((after[1] - before[1]) * await page.run("camera.scale") - 100) < 12, `${before} ${after}`);
  await page.browser.evaluate("Unreel.app.toggleFull()");
  assert.equal(await page.run("Unreel.app.isFull()"), false);
  page.quiet();
});
