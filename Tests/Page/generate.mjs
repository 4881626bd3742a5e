// Makes a test page: node Tests/Page/generate.mjs OUT.html --frames 1000 [--clusters 8] [--maps 2]
// [--levels 16,32,128] [--beside FOLDER]

import { writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { parseArgs } from "node:util";
import { assemble } from "./assemble.mjs";
import { drawSheets, makeCollection, putBeside } from "./collection.mjs";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    frames: { type: "string", default: "1000" }, clusters: { type: "string", default: "8" },
    maps: { type: "string", default: "1" }, levels: { type: "string", default: "16,32,128" }, beside: { type: "string" },
  },
});
const out = positionals[0];
if (!out) {
  console.error("Name the file to write: node Tests/Page/generate.mjs OUT.html --frames 1000");
  process.exit(2);
}
const { data, frames } = makeCollection({
  count: Number(values.frames), clusters: Number(values.clusters), maps: Number(values.maps),
});
let sheets = drawSheets(data, frames, values.levels.split(",").map(Number));
if (values.beside) {
  putBeside(data, sheets, dirname(out), values.beside);
  sheets = [];
}
writeFileSync(out, assemble({ title: "What was learned", data, sheets }));
