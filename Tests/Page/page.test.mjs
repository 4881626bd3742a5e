// Tests of the whole page in headless Chromium, with WebGL and with Canvas 2D: node --test Tests/Page/

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, before, test } from "node:test";
import { assemble } from "./assemble.mjs";
import { Browser, chromium } from "./browser.mjs";
import { drawSheets, hostileNames, makeCollection, putBeside } from "./collection.mjs";

const skip = chromium ? false : "no Chromium is installed";
const folder = mkdtempSync(join(tmpdir(), "unreel-page-"));
const page = "file://" + join(folder, "page.html");
const app = "Unreel.app";
let browser;

before(async () => {
  if (skip) return;
  const { data, frames } = makeCollection({ count: 600, clusters: 5, perVideo: 30, maps: 2 });
  const sheets = drawSheets(data, frames);
  writeFileSync(join(folder, "page.html"), assemble({ title: "<b>Test</b> & \"page\"", data, sheets }));
  // An XML parser reads the page too: the browser's own, for this file's name.
  writeFileSync(join(folder, "page.xml"), assemble({ title: "Test", data, sheets }).replace("<html", '<html xmlns="http://www.w3.org/1999/xhtml"'));
  putBeside(data, sheets, folder, "report files");
  writeFileSync(join(folder, "beside.html"), assemble({ title: "Test", data, sheets: [] }));
  browser = await Browser.start();
  await browser.show({});
});
after(async () => {
  await browser?.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** Opens a page and waits for the first picture and the end of the placement. */
async function open(address) {
  await browser.open(address);
  await browser.until(`window.Unreel?.app?.scene.firstPicture > 0 && !${app}.scene.works && !${app}.scene.waits`);
}
/** Where a frame is in the window of the browser; the most prominent picture in sight by default. */
const placeOf = (frame = `${app}.scene.visible[0]`) => browser.evaluate(`(() => {
  const box = ${app}.surface.getBoundingClientRect();
  return [box.left + ${app}.scene.screenX(${frame}), box.top + ${app}.scene.screenY(${frame})];
})()`);
const value = (name) => browser.evaluate(`${app}.store.values.${name}`);
const quiet = () => assert.deepEqual(browser.messages, []);

for (const renderer of ["WebGL", "Canvas 2D"]) {
  const hash = renderer === "WebGL" ? "" : "#renderer=canvas";
  test(`${renderer}: pictures are drawn, nothing is requested, no error is logged`, { skip }, async () => {
    await open(page + hash);
    assert.equal(await browser.evaluate(`${app}.renderer.name`), renderer);
    assert.deepEqual(browser.requests.map((url) => url.replace(/#.*/, "")), [page]);
    quiet();
    // The border of the first picture has the cluster's colour; its middle has not.
    const colours = await browser.evaluate(`(() => {
      const { scene, surface } = ${app};
      scene.drawFrame();
      const copy = document.createElement("canvas");
      copy.width = surface.width; copy.height = surface.height;
      copy.getContext("2d").drawImage(surface, 0, 0);
      const at = (x, y) => Array.from(copy.getContext("2d").getImageData(x, y, 1, 1).data.subarray(0, 3));
      const [x, y] = [scene.visibleX[0], scene.visibleY[0]];
      return { edge: at(Math.round(x - scene.width / 2 + 1), Math.round(y)), middle: at(Math.round(x), Math.round(y)), wanted: ${app}.colourOf(scene.visible[0]) };
    })()`);
    assert.equal(`rgb(${colours.edge.join(" ")})`, colours.wanted);
    assert.notEqual(`rgb(${colours.middle.join(" ")})`, colours.wanted);
  });

  test(`${renderer}: a click shows the frame, keys step, Escape leads back`, { skip }, async () => {
    await open(page + hash);
    const frame = await browser.evaluate(`${app}.scene.visible[0]`);
    await browser.click(...(await placeOf()));
    assert.equal(await value("frame"), frame);
    assert.equal(await value("view"), "frame");
    assert.ok((await browser.evaluate("document.querySelector('.map-panel h3').textContent")).length > 0);
    await browser.evaluate(`${app}.surface.focus()`);
    const order = await browser.evaluate(`Array.from(${app}.data.framesOf(${app}.data.video[${frame}]))`);
    const place = order.indexOf(frame);
    await browser.press(place === 0 ? "." : ",");
    assert.equal(await value("frame"), order[place === 0 ? 1 : place - 1]);
    await browser.press("Escape");
    assert.equal(await value("view"), "groups");
    quiet();
  });

  test(`${renderer}: a wheel zooms where the pointer is, 0 shows everything`, { skip }, async () => {
    await open(page + hash);
    const frame = await browser.evaluate(`${app}.scene.visible[3]`);
    const [x, y] = await placeOf(frame);
    // A plain wheel is the page's until the map has the focus.
    await browser.evaluate(`${app}.surface.focus()`);
    for (let i = 0; i < 6; i++) await browser.mouse("mouseWheel", x, y, { deltaX: 0, deltaY: -30 });
    await browser.until(`${app}.camera.scale > ${app}.camera.homeScale * 1.4 && !${app}.camera.moving`);
    const after = await placeOf(frame);
    assert.ok(Math.hypot(after[0] - x, after[1] - y) < 2, `${after} is not ${[x, y]}`);
    await browser.evaluate(`${app}.surface.focus()`);
    await browser.press("0");
    await browser.until(`Math.abs(${app}.camera.scale / ${app}.camera.homeScale - 1) < 1e-6`);
  });
}

test("a drag moves, and the same pictures stay", { skip }, async () => {
  await open(page);
  const before = await browser.evaluate(`Array.from(${app}.scene.visible.subarray(0, ${app}.scene.visibleCount))`);
  const [x, y] = await placeOf();
  await browser.drag([[x, y], [x + 20, y + 5], [x + 40, y + 10]]);
  await browser.until(`!${app}.scene.waits`);
  const [x2, y2] = await placeOf(before[0]);
  assert.ok(Math.abs(x2 - x - 40) < 1.5 && Math.abs(y2 - y - 10) < 1.5);
  assert.equal(await value("frame"), -1);
  const after = await browser.evaluate(`Array.from(${app}.scene.visible.subarray(0, ${app}.scene.visibleCount))`);
  assert.deepEqual(after, before);
});

test("a box selects what is inside; the list, the CSV and the command name it", { skip }, async () => {
  await open(page);
  const [left, top, width, height] = await browser.evaluate(`(() => { const b = ${app}.surface.getBoundingClientRect(); return [b.left, b.top, b.width, b.height]; })()`);
  await browser.drag([[left + 5, top + 5], [left + width / 2, top + height / 2], [left + width - 5, top + height - 5]], { modifiers: 8 });
  assert.equal(await value("region.length"), 600);
  const text = await browser.evaluate("document.querySelector('.map-command').value");
  assert.equal(text.split(" \\\n  ").length - 1 + text.split("ln -s -r -T -- ").length - 1, 20);
  await browser.evaluate("Array.from(document.querySelectorAll('.map-panel button')).find(b => b.textContent === 'Save as CSV').click()");
  const saved = join(browser.home, "selection.csv");
  for (let i = 0; i < 1200 && !readdirSync(browser.home).includes("selection.csv"); i++) await new Promise((resolve) => setTimeout(resolve, 50));
  const lines = readFileSync(saved, "utf8").split("\r\n");
  assert.equal(lines[0], "video,path,frame,seconds,cluster,category");
  assert.equal(lines.length, 602);
  // Video 2 has a name that turns the direction of text, and a comma is nowhere in it: a line by hand.
  const third = await browser.evaluate(`(() => { const { data } = ${app}; const frame = data.framesOf(2)[3]; return [data.cluster[frame], data.categories[data.videos[2].category].name]; })()`);
  assert.ok(lines.includes(`${hostileNames[2]},videos/part 2/${hostileNames[2]},30,1.200,${third[0] < 0 ? "" : third[0]},${third[1]}`));
  assert.ok(lines.some((line) => line.startsWith('"""; alert(1); window.hurt=1; "".mp4","videos/part 1/""; alert(1)')));
  quiet();
});

test("hostile names are text", { skip }, async () => {
  await open(page + "#colour=video");
  const texts = await browser.evaluate("Array.from(document.querySelectorAll('.map-legend .map-name'), e => e.title)");
  for (const name of hostileNames) assert.ok(texts.includes(name), name);
  for (let video = 0; video < hostileNames.length; video++) {
    await browser.evaluate(`${app}.chooseFrame(${app}.data.framesOf(${video})[0])`);
    await browser.evaluate(`${app}.store.set({ hovered: ${app}.data.framesOf(${video})[1] })`);
  }
  await browser.evaluate(`${app}.chooseRegion([0, 0, 65535, 0, 65535, 65535, 0, 65535])`);
  assert.equal(await browser.evaluate("window.hurt ?? 0"), 0);
  assert.equal(await browser.evaluate("document.querySelectorAll('.map img:not(.map-print)').length"), 0);
  quiet();
});

test("search finds, filters and clears; the address keeps the view and opens it again", { skip }, async () => {
  await open(page);
  await browser.evaluate(`${app}.searchField.focus()`);
  await browser.send("Input.insertText", { text: "clip-0011" });
  await browser.until(`${app}.scene.shownCount === 30`);
  assert.match(await browser.evaluate("document.querySelector('.map-total').textContent"), /30 of 600 frames$/);
  await browser.evaluate(`${app}.chooseFrame(${app}.data.framesOf(11)[4]); ${app}.store.set({ colour: "time" }); ${app}.camera.zoom(2)`);
  await browser.until("location.hash.includes('colour=time') && location.hash.includes('zoom=2')");
  const address = await browser.evaluate("location.href");
  const frame = await value("frame");
  const place = await browser.evaluate(`[${app}.camera.x, ${app}.camera.y]`);
  await open(address);
  assert.equal(await value("frame"), frame);
  assert.equal(await value("colour"), "time");
  assert.equal(await value("search"), "clip-0011");
  const again = await browser.evaluate(`[${app}.camera.x, ${app}.camera.y]`);
  assert.ok(Math.hypot(again[0] - place[0], again[1] - place[1]) < 2);
});

test("a cluster's page begins with the typical and ends with strangers; its name is kept", { skip }, async () => {
  await open(page);
  await browser.evaluate(`${app}.openCluster(1)`);
  const order = await browser.evaluate(`Unreel.framesOfCluster(${app}.data, 1).map(i => ${app}.data.outlier[i])`);
  assert.deepEqual(order, [...order].sort((a, b) => a - b));
  await browser.evaluate("document.querySelector('.map-panel input').focus()");
  await browser.send("Input.insertText", { text: "Waving, \"left\"" });
  await open(page);
  assert.match(await browser.evaluate(`${app}.names.csv()`), /^cluster,name,typical\r\n0,,.*\r\n1,"Waving, ""left""",/);
  assert.ok(await browser.evaluate("document.querySelector('.map-legend').textContent.includes('Waving')"));
});

test("the flipbook says where it is, and the frame at which it is stopped is chosen", { skip }, async () => {
  await open(page);
  await browser.evaluate(`${app}.chooseFrame(${app}.data.framesOf(3)[0]), 0`);
  const press = "Array.from(document.querySelectorAll('.map-panel button')).find((one) => /lipbook/.test(one.textContent)).click()";
  await browser.evaluate(press);
  await browser.until("/^Frame 3 of \\d+, at /m.test(Array.from(document.querySelectorAll('.map-panel p'), (one) => one.textContent).join('\\n'))");
  await browser.evaluate(press);
  const chosen = await browser.evaluate(`${app}.data.framesOf(3).indexOf(${app}.store.values.frame)`);
  assert.ok(chosen >= 2, String(chosen));
  assert.equal(await browser.evaluate("Array.from(document.querySelectorAll('.map-panel p')).some((one) => !one.hidden && /^Frame /.test(one.textContent))"), false);
});

test("a video that can't be played becomes a flipbook", { skip }, async () => {
  await open(page);
  await browser.evaluate(`${app}.chooseFrame(${app}.data.framesOf(9)[0])`);
  await browser.evaluate("document.querySelector('.map-primary').click()");
  await browser.until("/flipbook shows/.test(document.querySelector('.map-panel').textContent)");
  await browser.until(`document.querySelector('.map-player canvas').frame !== ${app}.store.values.frame`);
});

test("a video is played from the second of its frame, whatever it is called", { skip }, async () => {
  await open(page);
  // Videos 0 and 1 have names with quotes and markup.
  for (const video of [0, 1]) {
    const frame = await browser.evaluate(`${app}.data.framesOf(${video})[10]`);
    const { path, time } = await browser.evaluate(`({ path: ${app}.data.videos[${video}].path, time: ${app}.data.time[${frame}] })`);
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    const drawn = spawnSync("ffmpeg", [
      "-nostdin", "-v", "error", "-y", "-f", "lavfi", "-i", "testsrc2=s=64x48:r=10:d=12", "-c:v", "libvpx", "-f", "webm", "file:" + join(folder, path)]);
    assert.equal(drawn.status, 0, String(drawn.stderr));
    await browser.evaluate(`${app}.chooseFrame(${frame})`);
    await browser.evaluate("document.querySelector('.map-primary').click()");
    await browser.until("document.querySelector('.map-player video')?.readyState >= 2");
    assert.ok(Math.abs(await browser.evaluate("document.querySelector('.map-player video').currentTime") - time) < 1.5);
  }
});

test("the keyboard alone reaches a frame, a region and the live text", { skip }, async () => {
  await open(page);
  await browser.evaluate(`${app}.surface.focus()`);
  for (const key of ["+", "+", "ArrowLeft"]) await browser.press(key);
  await browser.until(`!${app}.camera.moving && ${app}.live.textContent.includes("in sight")`);
  await browser.press("Enter");
  assert.equal(await value("view"), "frame");
  await browser.press("s");
  assert.equal(await value("view"), "selection");
});

test("sheets beside the page are loaded; the page is well-formed XML", { skip }, async () => {
  await open("file://" + join(folder, "beside.html"));
  assert.ok(browser.requests.some((url) => url.endsWith("/report%20files/sheet-0-0.js")));
  assert.ok(browser.requests.every((url) => url.startsWith("file:")));
  quiet();
  await browser.open("file://" + join(folder, "page.xml"));
  assert.equal(await browser.evaluate("document.querySelector('parsererror')?.textContent ?? ''"), "");
  assert.equal(await browser.evaluate("document.querySelectorAll('script[id^=map-sheet]').length"), 10);
});
