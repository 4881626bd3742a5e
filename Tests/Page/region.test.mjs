// Tests of how a region is drawn, with WebGL and with Canvas 2D.

import assert from "node:assert/strict";
import { test } from "node:test";
import { skip, testPage as page, withPage } from "./testPage.mjs";

withPage({ webgl: true });

for (const renderer of ["WebGL", "Canvas 2D"])
  test(`${renderer}: a region is bright and the other frames are dimmed, not gone; the next region is taken of all`, { skip }, async () => {
    await page.open(page.address + (renderer === "WebGL" ? "" : "#renderer=canvas"));
    assert.equal(await page.run("Unreel.app.renderer.name"), renderer);
    await page.run("(store.set({ size: 'none' }), 0)");
    const xs = await page.run("Array.from(data.maps[0].x).sort((a, b) => a - b)");
    const half = xs[300] - 0.5;
    const count = xs.filter((x) => x < half).length;
    await page.run(`(Unreel.app.chooseRegion([-1, -1, ${half}, -1, ${half}, 65536, -1, 65536]), 0)`);
    await page.settled();
    assert.equal(await page.run("scene.shownCount"), count);
    // The rightmost point is drawn in grey; it was in a colour.
    const colourAt = (frame) => page.run(`(() => {
      const { surface } = Unreel.app;
      scene.drawFrame();
      const copy = document.createElement("canvas");
      copy.width = surface.width; copy.height = surface.height;
      copy.getContext("2d").drawImage(surface, 0, 0);
      return Array.from(copy.getContext("2d").getImageData(Math.round(scene.screenX(${frame})), Math.round(scene.screenY(${frame})), 1, 1).data);
    })()`);
    const right = await page.run(`data.maps[0].x.indexOf(${xs[599]})`);
    const dim = await colourAt(right);
    assert.ok(dim[3] > 60 && Math.max(...dim.slice(0, 3)) - Math.min(...dim.slice(0, 3)) < 30, String(dim));
    await page.run(`(Unreel.app.chooseRegion([${half}, -1, 65536, -1, 65536, 65536, ${half}, 65536]), 0)`);
    assert.equal(await page.run("values.region.length"), 600 - count);
    await page.run("(Unreel.app.goBack(), 0)");
    await page.settled();
    assert.equal(await page.run("scene.shownCount"), 600);
    const bright = await colourAt(right);
    assert.ok(Math.max(...bright.slice(0, 3)) - Math.min(...bright.slice(0, 3)) > 40, String(bright));
    page.quiet();
  });
