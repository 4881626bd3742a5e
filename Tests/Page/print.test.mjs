// Tests of the page on paper, in headless Chromium: node --test Tests/Page/

import assert from "node:assert/strict";
import { test } from "node:test";
import { skip, testPage as page, withPage } from "./testPage.mjs";

withPage({ show: { dark: true } });

/** Opens a view, lets it stand, and shows it as on paper. */
async function paper(action) {
  const { browser } = page;
  await browser.send("Emulation.setEmulatedMedia", { media: "", features: [{ name: "prefers-color-scheme", value: "dark" }] });
  await page.open();
  await browser.evaluate(`Unreel.printPatience = 50; ${action}; 0`);
  await browser.until("Array.from(document.querySelectorAll('.map-content .map-thumbnail')).every((one) => 'drawn' in one.dataset)");
  await browser.evaluate("dispatchEvent(new Event('beforeprint'))");
  await browser.send("Emulation.setEmulatedMedia", { media: "print", features: [{ name: "prefers-color-scheme", value: "dark" }] });
}

for (const [name, action] of [
  ["the groups", ""], ["a frame", "Unreel.app.chooseFrame(5)"], ["a group", "Unreel.app.openCluster(1)"],
  ["a region", "Unreel.app.chooseRegion([0, 0, 65535, 0, 65535, 65535, 0, 65535])"],
])
  test(`on paper ${name} has no control, all its pictures, and a light map`, { skip }, async () => {
    await paper(action);
    // Pictures and names of the lists are buttons on the screen; on paper they are what the list is made of.
    const controls = await page.browser.evaluate(`Array.from(document.querySelectorAll(".map :is(button, input, select, textarea, video)"))
      .filter((one) => one.getClientRects().length > 0 && !one.matches(".map-picture, .map-video, .map-entry"))
      .map((one) => one.outerHTML)`);
    assert.deepEqual(controls, []);
    assert.ok(!(await page.browser.evaluate("document.querySelector('.map').innerText")).includes("Put them into a folder"));
    const { corner, height } = await page.browser.evaluate(`(async () => {
      const picture = document.querySelector(".map-print");
      await picture.decode();
      const copy = document.createElement("canvas");
      const context = copy.getContext("2d");
      context.drawImage(picture, 0, 0);
      return { corner: Array.from(context.getImageData(1, 1, 1, 1).data), height: picture.getBoundingClientRect().height };
    })()`);
    assert.deepEqual(corner, [255, 255, 255, 255]);
    // 12 cm at 96 pixels for 2.54 cm: with a title it fits on a page with other things.
    assert.ok(height > 100 && height < 454, String(height));
    page.quiet();
  });
