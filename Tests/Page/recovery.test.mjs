// Tests of lost graphics memory in headless Chromium: node --test Tests/Page/

import assert from "node:assert/strict";
import { test } from "node:test";
import { skip, testPage as page, withPage } from "./testPage.mjs";

withPage({ webgl: true });

/** The colour of the border of the first picture, as drawn and as wanted. */
const border = () => page.run(`(() => {
  const { surface } = Unreel.app;
  scene.drawFrame();
  const copy = document.createElement("canvas");
  copy.width = surface.width; copy.height = surface.height;
  copy.getContext("2d").drawImage(surface, 0, 0);
  const at = copy.getContext("2d").getImageData(Math.round(scene.visibleX[0] - scene.width / 2 + 1), Math.round(scene.visibleY[0]), 1, 1).data;
  return ["rgb(" + at[0] + " " + at[1] + " " + at[2] + ")", Unreel.app.colourOf(scene.visible[0])];
})()`);

for (const comesBack of [true, false])
  test(comesBack ? "graphics memory that comes back is filled again" : "without it the map is drawn with Canvas 2D, and still hears keys and clicks", { skip }, async () => {
    await page.open();
    await page.stopClock();
    await page.run("(Unreel.app.chooseFrame(3), 0)");
    const place = await page.run("[camera.x, camera.y, camera.scale]");
    await page.browser.evaluate(`new Promise((resolve) => {
      Unreel.app.surface.addEventListener("webglcontextlost", resolve, { once: true });
      globalThis.loss = Unreel.app.renderer.gl.getExtension("WEBGL_lose_context");
      loss.loseContext();
    }).then(() => 0)`);
    await page.pass(1999);
    assert.ok(await page.browser.evaluate("Unreel.app.renderer.gl.isContextLost()"));
    if (comesBack) {
      await page.browser.evaluate("loss.restoreContext()");
      await page.settled("!Unreel.app.renderer.gl.isContextLost() && Unreel.app.cache.found > 0 && Unreel.app.cache.loading === 0");
      assert.equal(await page.browser.evaluate("Unreel.app.renderer.gl.getError()"), 0);
    } else {
      await page.pass(1);
      await page.settled("Unreel.app.renderer.name === 'Canvas 2D' && Unreel.app.cache.found > 0 && Unreel.app.cache.loading === 0");
    }
    assert.equal(await page.browser.evaluate("Unreel.app.renderer.name"), comesBack ? "WebGL" : "Canvas 2D");
    const [drawn, wanted] = await border();
    assert.equal(drawn, wanted);
    assert.deepEqual(await page.run("[camera.x, camera.y, camera.scale]"), place);
    assert.equal(await page.run("values.frame"), 3);
    await page.browser.evaluate("Unreel.app.surface.focus()");
    await page.browser.press("+");
    await page.settled(`Unreel.app.camera.scale > ${place[2]}`);
    await page.browser.press("s");
    assert.equal(await page.run("values.view"), "selection");
    page.quiet();
  });
