// Tests of the modules that need no browser: node --test Tests/Page/

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import vm from "node:vm";
import { inlineJSON, mapFolder, moduleNames, moduleText } from "./assemble.mjs";
import { hostileNames, makeCollection, random } from "./collection.mjs";

for (const name of ["Numbers", "MapData", "Palette", "Colouring", "VideoFinder", "Placement", "Regions", "Exports", "Address", "ClusterPanel"])
  vm.runInThisContext(name === "Numbers" ? "globalThis.Unreel = {};\n" + moduleText("Numbers.js") : moduleText(name + ".js"), name + ".js");
const { Unreel } = globalThis;

test("the list of modules has each module once, and none ends its script", () => {
  const files = readdirSync(mapFolder).filter((name) => name.endsWith(".js")).sort();
  assert.deepEqual([...moduleNames].sort(), files);
  for (const name of files) {
    const text = moduleText(name);
    for (const bad of ["]]>", "</script", "<!--", "innerHTML", "eval("])
      assert.ok(!text.replaceAll("`innerHTML`", "").includes(bad), name + " has " + bad);
  }
});

test("times and counts are texts", () => {
  // By hand.
  assert.equal(Unreel.timeText(7), "0:07");
  assert.equal(Unreel.timeText(59.96), "1:00");
  assert.equal(Unreel.timeText(3723.5), "1:02:03.5");
  assert.equal(Unreel.countText(9999), "9999");
  assert.equal(Unreel.countText(1234567), "1\u202f234\u202f567");
});

test("a group's strangers are its videos' frames that look like another group, then its own", () => {
  // By hand: video 0 is in group 0, video 1 in group 1. Frame 1 of video 0 looks like group 1 very much, frame 2 less.
  const data = {
    count: 5, videos: [{ cluster: 0 }, { cluster: 1 }], clusters: [{ typical: [] }, { typical: [] }],
    video: [0, 0, 0, 1, 0], cluster: [0, 1, 1, 0, 0], outlier: [10, 5, 90, 200, 100],
  };
  const frames = Unreel.framesOfCluster(data, 0);
  assert.deepEqual(frames, [0, 4, 3]);
  assert.deepEqual(Unreel.strangersOfCluster(data, 0, frames), [1, 2, 4, 0]);
  assert.equal(
    Unreel.clusterSentence(1, 3, 1),
    "1 video is in this group. Single frames are grouped too: 3 frames look like this group, 1 of them in videos of other groups.");
});

test("the data comes back as it was written", () => {
  const { data, frames } = makeCollection({ count: 300, perVideo: 20 });
  const read = new Unreel.MapData(JSON.parse(inlineJSON(data)));
  assert.equal(read.count, 300);
  for (const i of [0, 17, 299]) {
    assert.equal(read.maps[0].x[i], frames[i].x);
    assert.equal(read.cluster[i], frames[i].cluster === 65535 ? -1 : frames[i].cluster);
    assert.ok(Math.abs(read.time[i] - frames[i].time) < 1e-4);
  }
  assert.deepEqual(read.videos.map((video) => video.name), data.videos.map((video) => video.name));
  const times = Array.from(read.framesOf(3), (frame) => read.time[frame]);
  assert.deepEqual(times, [...times].sort((a, b) => a - b));
  assert.equal(times.length, 20);
});

test("a column of a wrong length and an unknown format are refused with a reason", () => {
  const { data } = makeCollection({ count: 50 });
  assert.throws(() => new Unreel.MapData({ ...data, format: 2 }), /format 2/);
  const short = { ...data, frames: { ...data.frames, count: 51 } };
  assert.throws(() => new Unreel.MapData(short), /has 50 values, not 51/);
});

test("JSON in the page has no sign that could end its element", () => {
  const text = inlineJSON(hostileNames);
  assert.ok(!/[<>&]/.test(text));
  assert.deepEqual(JSON.parse(text), hostileNames);
});

/** A placement of random frames, all steps known. */
function placed(count, steps) {
  const next = random(7);
  const x = Uint16Array.from({ length: count }, () => next() * 65536);
  const y = Uint16Array.from({ length: count }, () => next() * 65536);
  const placement = new Unreel.Placement(count);
  const sizeAt = (scale) => ({ width: 40 * (scale / 0.01) ** 0.2, height: 30 * (scale / 0.01) ** 0.2 });
  placement.reset(x, y, new Uint8Array(count).fill(1), 0.01, sizeAt);
  for (let step = 0; step <= steps; step++) while (!placement.advance(step, 0));
  return { x, y, placement, sizeAt };
}

test("pictures never overlap, and no more would fit", () => {
  const { x, y, placement, sizeAt } = placed(800, 12);
  for (const step of [0, 5, 12]) {
    const scale = 0.01 * 2 ** (step / 4);
    const { width, height } = sizeAt(scale);
    // An independent check: every pair.
    const overlap = (a, b) => Math.abs(x[a] - x[b]) * scale < width && Math.abs(y[a] - y[b]) * scale < height;
    const pictures = Array.from(x.keys()).filter((i) => placement.appears[i] <= step);
    assert.ok(pictures.length > 20);
    for (const a of pictures) for (const b of pictures) assert.ok(a === b || !overlap(a, b), `${a} over ${b} at ${step}`);
    for (let i = 0; i < 800; i++)
      if (placement.appears[i] > step) assert.ok(pictures.some((a) => overlap(a, i)), `${i} would fit at ${step}`);
  }
});

test("the first frame is always a picture, and slices don't change the choice", () => {
  const { x, y, placement, sizeAt } = placed(3000, 8);
  assert.equal(placement.appears[0], 0);
  const whole = new Unreel.Placement(3000);
  whole.reset(x, y, new Uint8Array(3000).fill(1), 0.01, sizeAt);
  assert.ok(whole.advance(8, Infinity));
  assert.deepEqual(whole.appears, placement.appears);
});

test("a lasso finds what is inside it, also in a hollow", () => {
  // A "U": by hand, (5, 5) lies in its hollow, (1, 5) in its left leg.
  const outline = [0, 0, 3, 0, 3, 7, 7, 7, 7, 0, 10, 0, 10, 10, 0, 10];
  const map = { x: Uint16Array.of(5, 1, 9, 5, 20), y: Uint16Array.of(5, 5, 5, 9, 5) };
  assert.deepEqual(Unreel.framesInside(map, Uint8Array.of(1, 1, 1, 1, 1), outline), [1, 2, 3]);
  assert.deepEqual(Unreel.framesInside(map, Uint8Array.of(1, 0, 1, 1, 1), outline), [2, 3]);
});

test("a lasso with many corners finds what each edge says", () => {
  const next = random(3);
  const count = 4000;
  const place = () => Uint16Array.from({ length: count }, () => next() * 1000);
  const map = { x: place(), y: place() };
  // A star that crosses itself.
  const outline = Array.from({ length: 240 }, (_, i) => Math.round(500 + (i % 3 === 0 ? 480 : 200) * (i % 2 === 0 ? Math.cos : Math.sin)(i * 1.7)));
  // Independent: all edges, and a ray upwards.
  const isInside = (x, y) => {
    let crossings = 0;
    for (let i = 0; i < outline.length; i += 2) {
      const [x1, y1, x2, y2] = [outline[i], outline[i + 1], outline[(i + 2) % outline.length], outline[(i + 3) % outline.length]];
      // Beside the frames, so that it meets no corner.
      const at = x + 1e-7;
      if ((x1 > at) !== (x2 > at) && y > y1 + ((at - x1) / (x2 - x1)) * (y2 - y1)) crossings++;
    }
    return crossings % 2 === 1;
  };
  const found = new Set(Unreel.framesInside(map, new Uint8Array(count).fill(1), outline));
  let differing = 0;
  for (let i = 0; i < count; i++) if (found.has(i) !== isInside(map.x[i], map.y[i])) differing++;
  assert.ok(found.size > 500 && found.size < 3500, String(found.size));
  // Frames right on an edge may be on either side.
  assert.ok(differing <= 8, String(differing));
  // A line has no inside.
  assert.deepEqual(Unreel.framesInside(map, new Uint8Array(count).fill(1), [0, 5, 900, 5]), []);
});

test("filters and search leave what they name", () => {
  const { data } = makeCollection({ count: 400, perVideo: 20 });
  const read = new Unreel.MapData(data);
  const colourings = Unreel.colourings(read, { of: String });
  const shown = new Uint8Array(400);
  assert.equal(Unreel.filterFrames(shown, read, colourings, new Map(), null), 400);
  const finder = new Unreel.VideoFinder(read, { of: (cluster) => "Group " + cluster, given: () => "" });
  assert.equal(Unreel.filterFrames(shown, read, colourings, new Map(), finder.find("CLIP-0009")), 20);
  assert.equal(finder.find("  "), null);
  const inCluster = Array.from(read.cluster).filter((cluster) => cluster === 2).length;
  assert.equal(Unreel.filterFrames(shown, read, colourings, new Map([["cluster", new Set([2])]]), null), 400 - inCluster);
});

test("CSV keeps commas, quotes and newlines", () => {
  // RFC 4180, section 2.
  assert.equal(Unreel.csv([["a,b", 'say "x"', "1\n2", 3]]), '"a,b","say ""x""","1\n2",3\r\n');
});

test("bash reads a quoted word as it was", () => {
  for (const word of [...hostileNames, "plain", "it's", "$HOME `id` \\", "-rf", "tab\tend\u001b[201~x", "\u009bx", "ü\u0001'"]) {
    const result = spawnSync("bash", ["-c", "printf %s " + Unreel.shellWord(word)]);
    assert.equal(result.stdout.toString(), word);
  }
});

test("the command links or copies each video, changes none, and keeps equal names apart", () => {
  const home = mkdtempSync(join(tmpdir(), "unreel-command-"));
  try {
    const paths = ["a/x.mp4", "b/x.mp4", "a/-it's $(touch hurt).mp4", "a/two\nlines.mp4"];
    for (const folder of ["a", "b"]) mkdirSync(join(home, folder));
    for (const path of paths) writeFileSync(join(home, path), path);
    for (const [folder, copies] of [["linked", false], ["-copied 'here'", true]]) {
      const result = spawnSync("bash", ["-c", Unreel.shellCommand(paths, folder, copies)], { cwd: home });
      assert.equal(result.stderr.toString(), "");
      const made = readdirSync(join(home, folder)).sort();
      assert.deepEqual(made, ["-it's $(touch hurt).mp4", "two\nlines.mp4", "x (2).mp4", "x.mp4"]);
      assert.equal(readFileSync(join(home, folder, "x (2).mp4"), "utf8"), "b/x.mp4");
      // Given again, it makes what is missing and leaves what is there.
      rmSync(join(home, folder, "two\nlines.mp4"));
      spawnSync("bash", ["-c", Unreel.shellCommand(paths, folder, copies)], { cwd: home });
      assert.deepEqual(readdirSync(join(home, folder)).sort(), made);
    }
    assert.deepEqual(readdirSync(home).sort(), ["-copied 'here'", "a", "b", "linked"]);
  } finally {
    rmSync(home, { recursive: true });
  }
});

test("an address comes back, and a broken one is no fault", () => {
  const view = { colour: "video", x: 12, search: "a&b=c #<d>" };
  assert.deepEqual(Unreel.viewOf("#" + Unreel.addressOf(view)), { colour: "video", x: "12", search: "a&b=c #<d>" });
  assert.deepEqual(Unreel.viewOf("#a=%&=&b&c=1"), { c: "1" });
  // Frames 3, 4 and 5 of the video are at 0, 1.5 and 3 s.
  const data = { videos: [{ name: "a" }, { name: "b" }], time: [0, 0, 0, 0, 1.5, 3], framesOf: (video) => (video === 1 ? [3, 4, 5] : []) };
  assert.equal(Unreel.frameOfVideo("b", data), 4);
  assert.equal(Unreel.frameOfVideo("b", data, "2.9"), 5);
  assert.equal(Unreel.frameOfVideo("b", data, "x"), 4);
  assert.equal(Unreel.frameOfVideo("a", data, "1"), null);
  assert.equal(Unreel.frameOfVideo("c", data), null);
  assert.equal(Unreel.indexIn("12", 12), null);
  assert.equal(Unreel.indexIn("-1", 12), null);
  assert.equal(Unreel.indexIn("11", 12), 11);
});
