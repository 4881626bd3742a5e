// The pages that are measured. Their pictures are drawn once; the page is assembled anew, with the modules of now.

import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { cpus, loadavg, tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { assemble } from "./assemble.mjs";
import { drawSheets, makeCollection } from "./collection.mjs";

const { values } = parseArgs({
  options: {
    folder: { type: "string", default: join(tmpdir(), "unreel-page-bench") },
    frames: { type: "string", default: "1000,10000,100000" },
  },
});
const folder = resolve(values.folder);
mkdirSync(folder, { recursive: true });

/** How many frames the pages have. */
export const benchCounts = values.frames.split(",").map(Number);

/** @returns {string} the path of a page, with all three levels, or two where 128 pixels for all would pass the limit of 60 MB. */
export function benchPage(count) {
  const drawn = join(folder, `collection-${count}.json`);
  if (!existsSync(drawn)) {
    const { data, frames } = makeCollection({ count, clusters: count < 5000 ? 8 : 30 });
    const sheets = drawSheets(data, frames, count > 20000 ? [16, 32] : [16, 32, 128]);
    writeFileSync(drawn, JSON.stringify({ data, sheets }));
  }
  const path = join(folder, `page-${count}.html`);
  writeFileSync(path, assemble({ title: "Benchmark", ...JSON.parse(readFileSync(drawn, "utf8")) }));
  return path;
}

/** @returns {string} the machine, its load and the date, for the line above a table. */
export function machine() {
  const load = loadavg().map((one) => one.toFixed(1)).join(" ");
  return `${cpus().length} cores (${cpus()[0].model}), load ${load}, ${new Date().toISOString().slice(0, 10)}`;
}
