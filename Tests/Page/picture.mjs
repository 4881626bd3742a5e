// Takes a picture of a report's map: node Tests/Page/picture.mjs RUN/report.html OUT.png [--width 1200] [--height 760]
// [--address '#cluster=2'] [--dark]

import { writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { Browser } from "./browser.mjs";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    width: { type: "string", default: "1200" }, height: { type: "string", default: "760" },
    address: { type: "string", default: "" }, dark: { type: "boolean", default: false },
  },
});
const [page, out] = positionals;
if (!out) {
  console.error("Name a report and the picture to write: node Tests/Page/picture.mjs RUN/report.html OUT.png");
  process.exit(2);
}
const browser = await Browser.start();
await browser.show({ width: Number(values.width), height: Number(values.height), dark: values.dark });
await browser.open("file://" + resolve(page) + values.address);
await browser.until("window.Unreel?.app?.scene.firstPicture > 0 && !Unreel.app.scene.works && !Unreel.app.scene.waits");
await browser.evaluate("document.getElementById('map').scrollIntoView()");
// The view settles, and finer pictures arrive.
await browser.evaluate("new Promise((resolve) => setTimeout(resolve, 1500))");
writeFileSync(out, await browser.picture());
await browser.stop();
