// Measures the page in headless Chromium: node Tests/Page/bench.mjs [--folder DIR] [--frames 1000,10000,100000]
//
// It draws what is missing in DIR, and prints a table: the size of the file, the time from the
// navigation to the first picture (the better of two), frame times at three zooms, and the JavaScript heap.
// A frame time is what the page's own work takes for a draw; with SwiftShader the processor then draws too,
// so the time between two frames is given as well.

import { statSync } from "node:fs";
import { benchCounts, benchPage, machine } from "./benchPage.mjs";
import { Browser } from "./browser.mjs";

/** Pans for 40 frames; gives the medians and the worst of the page's work and of the time between frames. */
const pan = `(async () => {
  const { camera, scene } = Unreel.app;
  const work = [], between = [];
  let last = 0;
  for (let i = 0; i < 40; i++) {
    camera.pan(Math.sin(i / 6) * 12, Math.cos(i / 6) * 12);
    const now = await new Promise((resolve) => requestAnimationFrame(resolve));
    work.push(scene.drawTimes[(scene.draws - 1) % scene.drawTimes.length]);
    if (last > 0) between.push(now - last);
    last = now;
  }
  const sorted = (list) => list.sort((a, b) => a - b);
  sorted(work); sorted(between);
  return { work: work[20], worst: work[38], between: between[20], pictures: scene.visibleCount };
})()`;

const rows = [];
for (const count of benchCounts) {
  const path = benchPage(count);
  for (const webgl of [true, false]) {
    const browser = await Browser.start({ webgl });
    await browser.show({});
    let first = Infinity;
    for (let turn = 0; turn < 2; turn++) {
      await browser.open("file://" + path);
      await browser.until("window.Unreel?.app?.scene.firstPicture > 0");
      first = Math.min(first, await browser.evaluate("Unreel.app.scene.firstPicture"));
    }
    const times = [];
    for (const zoom of [1, 6, 30]) {
      await browser.evaluate(`Unreel.app.camera.show(...(() => {
        const { x, y } = Unreel.app.data.maps[0]; return [x[0], y[0], Unreel.app.camera.homeScale * ${zoom}, false];
      })())`);
      await browser.until("!Unreel.app.scene.works && Unreel.app.cache.loading === 0 && !Unreel.app.scene.waits");
      times.push(await browser.evaluate(pan));
    }
    await browser.send("HeapProfiler.collectGarbage");
    const heap = await browser.evaluate("performance.memory.usedJSHeapSize");
    rows.push([
      count, await browser.evaluate("Unreel.app.renderer.name"), (statSync(path).size / 1e6).toFixed(1), (first / 1000).toFixed(2),
      ...times.map((one) => `${one.work.toFixed(1)} / ${one.worst.toFixed(1)} / ${one.between.toFixed(0)} (${one.pictures})`), (heap / 1e6).toFixed(0),
    ]);
    await browser.stop();
  }
}
console.log(machine());
console.log("| frames | renderer | file, MB | first picture, s | zoom 1, ms: work / worst / between (pictures) | zoom 6 | zoom 30 | heap, MB |");
console.log("| --- | --- | --- | --- | --- | --- | --- | --- |");
for (const row of rows) console.log("| " + row.join(" | ") + " |");
