// Makes a collection of drawn frames, in the format of the map.

import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Random numbers that are the same on each run (Bryc, "mulberry32", public domain). */
export function random(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const base64 = (array) => Buffer.from(array.buffer, array.byteOffset, array.byteLength).toString("base64");

/** Names that a page must show as text and do nothing else with. */
export const hostileNames = [
  "<img src=x onerror=window.hurt=1>.mp4", '"; alert(1); window.hurt=1; ".mp4', "\u202egpj.exe \u05e9\u05dc\u05d5\u05dd.mp4",
  "n".repeat(246) + ".mp4", "two\nlines.mp4", "</script><script>window.hurt=1</script>.mp4", "]]>&amp;'$(touch hurt)`.mp4",
];

/**
 * The order of priority: tiers of a quadtree. The first tier has a frame in each cell of 32 by 32 that
 * has frames, the next one in each cell of 64 by 64, and so on; the rest follows. Within a tier frames lie
 * along a Morton curve, so that neighbours on the map lie in the same sheet.
 */
export function priorityOrder(frames) {
  const morton = (x, y) => {
    let code = 0;
    for (let bit = 15; bit >= 0; bit--) code = code * 4 + ((x >> bit) & 1) + 2 * ((y >> bit) & 1);
    return code;
  };
  const keys = frames.map((frame) => morton(frame.x, frame.y));
  let rest = frames.map((_, i) => i).sort((a, b) => frames[a].outlier - frames[b].outlier || a - b);
  const order = [];
  for (let bits = 5; bits <= 12 && rest.length > 0; bits++) {
    const taken = new Set(order.map((i) => Math.floor(keys[i] / 4 ** (16 - bits))));
    const tier = [];
    rest = rest.filter((i) => {
      const cell = Math.floor(keys[i] / 4 ** (16 - bits));
      if (taken.has(cell)) return true;
      taken.add(cell);
      tier.push(i);
      return false;
    });
    order.push(...tier.sort((a, b) => keys[a] - keys[b]));
  }
  return order.concat(rest.sort((a, b) => keys[a] - keys[b])).map((i) => frames[i]);
}

/** Colours of clusters: Okabe and Ito, "Color Universal Design" (2008), then turns of the wheel. */
const palette = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#8a6d00", "#7a4fb5", "#5d6770", "#b3446c"];

/**
 * Makes frames in clusters: each video walks about in one or two clusters.
 *
 * @returns {{data: Object, frames: Object[]}} the data without sheets.
 */
export function makeCollection({ count, clusters = 8, perVideo = 50, maps = 1, hostile = true, seed = 1 }) {
  const next = random(seed);
  const normal = () => next() + next() + next() + next() - 2;
  const centres = Array.from({ length: clusters }, (_, i) => ({
    x: 0.5 + 0.33 * Math.cos((i / clusters) * 2 * Math.PI) + 0.06 * normal(),
    y: 0.5 + 0.3 * Math.sin((i / clusters) * 2 * Math.PI) + 0.06 * normal(), spread: 0.05 + 0.05 * next(),
  }));
  const videoCount = Math.max(1, Math.round(count / perVideo));
  const frames = [];
  const videos = [];
  for (let v = 0; v < videoCount; v++) {
    let cluster = Math.floor(next() * clusters);
    const name = hostile && v < hostileNames.length ? hostileNames[v] : `clip-${String(v).padStart(4, "0")}.mp4`;
    let [dx, dy] = [normal(), normal()];
    const length = Math.floor(((v + 1) * count) / videoCount) - Math.floor((v * count) / videoCount);
    for (let t = 0; t < length; t++) {
      if (next() < 0.01) cluster = Math.floor(next() * clusters);
      dx = dx * 0.93 + normal() * 0.35;
      dy = dy * 0.93 + normal() * 0.35;
      const place = centres[cluster];
      const strange = Math.min(255, Math.round(Math.hypot(dx, dy) * 60));
      const unit = (value) => Math.max(0, Math.min(65535, Math.round(value * 65535)));
      frames.push({
        x: unit(place.x + dx * place.spread), y: unit(place.y + dy * place.spread), video: v, time: t * 0.4, number: t * 10,
        cluster: next() < 0.01 ? 65535 : cluster, outlier: strange, sure: 255 - Math.round(strange * 0.6), seed: next(),
      });
    }
    videos.push({
      name, path: `videos/part ${v % 3}/${name}`, category: v % 11 === 10 ? null : cluster % 4, cluster, part: v % 5 === 0 ? 1 : 0,
      nearest: [1, 2, 3].map((step) => (v + step) % videoCount).filter((other) => other !== v),
    });
  }
  const ordered = priorityOrder(frames);
  const column = (kind, name) => base64(kind.from(ordered, (frame) => frame[name]));
  const map = { name: "Plane", x: column(Uint16Array, "x"), y: column(Uint16Array, "y") };
  const turned = { name: "Before training", x: map.y, y: map.x };
  const nearest = new Uint32Array(count * 5).map(() => Math.floor(next() * count));
  const data = {
    format: 1, id: "generated-" + count, categories: ["walking", "running", "jumping", "<b>waving</b>"].map((name, i) => ({ name, light: palette[i], dark: palette[i] })), parts: ["trained", "held out"],
    frames: {
      count, maps: maps > 1 ? [map, turned] : [map], video: column(Uint32Array, "video"), time: column(Float32Array, "time"),
      number: column(Uint32Array, "number"), cluster: column(Uint16Array, "cluster"), outlier: column(Uint8Array, "outlier"),
      sure: column(Uint8Array, "sure"), nearest: { count: 5, frames: base64(nearest) },
    },
    videos,
    clusters: centres.map((_, i) => ({ name: null, light: palette[i % 10], dark: palette[i % 10] })),
  };
  return { data, frames: ordered };
}

/** Draws one thumbnail into a sheet: a ground in the cluster's colour, a moving disc, and noise. */
function drawTile(pixels, sheetWidth, left, top, width, height, frame) {
  const hue = palette[frame.cluster % 10] ?? "#888888";
  const ground = [1, 3, 5].map((i) => parseInt(hue.slice(i, i + 2), 16));
  const phase = frame.time * 0.25 + frame.video;
  const [cx, cy] = [0.5 + 0.32 * Math.cos(phase), 0.5 + 0.28 * Math.sin(phase * 1.3)];
  const radius = 0.14 + 0.05 * Math.sin(frame.video);
  const light = 0.55 + 0.5 * ((frame.video * 0.618) % 1);
  for (let row = 0; row < height; row++)
    for (let column = 0; column < width; column++) {
      const [u, v] = [(column + 0.5) / width, (row + 0.5) / height];
      const disc = Math.hypot(u - cx, v - cy) < radius;
      const floor = v > 0.7 ? 0.55 : 1;
      const wave = 22 * Math.sin(u * 19 + frame.video) * Math.sin(v * 13 + frame.video * 2);
      const at = ((top + row) * sheetWidth + left + column) * 3;
      for (let c = 0; c < 3; c++)
        pixels[at + c] = disc ? 240 - 60 * v - 40 * (c === frame.video % 3 ? 1 : 0) : (ground[c] * 0.55 + 70 * (1 - v)) * light * floor + wave + 20;
    }
}

/**
 * Draws all sheets of a collection as JPEG, by FFmpeg.
 *
 * @returns {Array<{level: number, sheet: number, text: string}>} the sheets in base64.
 */
export function drawSheets(data, frames, widths = [16, 32, 128]) {
  const side = 1024;
  const levels = widths.map((width) => ({ width, height: (width * 3) / 4, columns: side / width, rows: Math.floor(side / ((width * 3) / 4)) }));
  const sheets = [];
  levels.forEach(({ width, height, columns, rows }, level) => {
    const tiles = columns * rows;
    for (let first = 0, sheet = 0; first < frames.length; first += tiles, sheet++) {
      const used = Math.ceil(Math.min(tiles, frames.length - first) / columns) * height;
      const pixels = new Uint8ClampedArray(side * used * 3);
      for (let i = 0; i < tiles && first + i < frames.length; i++)
        drawTile(pixels, side, (i % columns) * width, Math.floor(i / columns) * height, width, height, frames[first + i]);
      const result = spawnSync("ffmpeg", [
        "-v", "error", "-threads", "1", "-f", "rawvideo", "-pix_fmt", "rgb24", "-s", `${side}x${used}`, "-i", "-",
        "-q:v", "4", "-f", "mjpeg", "-pix_fmt", "yuvj420p", "-"], { input: pixels, maxBuffer: 1 << 26 });
      if (result.status !== 0) throw new Error("ffmpeg: " + (result.stderr ?? result.error));
      sheets.push({ level, sheet, text: result.stdout.toString("base64") });
    }
  });
  data.sheets = { folder: null, type: "image/jpeg", levels };
  return sheets;
}

/** Puts the sheets into a folder beside the page; the page then has none. */
export function putBeside(data, sheets, directory, folder) {
  mkdirSync(join(directory, folder), { recursive: true });
  for (const { level, sheet, text } of sheets)
    writeFileSync(join(directory, folder, `sheet-${level}-${sheet}.js`), `Unreel.sheetArrived(${level},${sheet},"${text}");\n`);
  data.sheets.folder = folder;
}
