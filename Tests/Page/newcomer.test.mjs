// Tests of what somebody meets who sees the page for the first time, in headless Chromium: node --test Tests/Page/

import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { test } from "node:test";
import { skip, testPage as page, withPage } from "./testPage.mjs";

withPage();

const wait = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));
const zoom = () => page.run("camera.scale / camera.homeScale");
const hasHint = () => page.browser.evaluate("!document.querySelector('.map-hint').hidden");
const panel = () => page.browser.evaluate("document.querySelector('.map-panel').textContent");
const names = (label) => page.browser.evaluate(
  `Array.from(document.querySelectorAll('[aria-label="${label}"] button'), (one) => one.title.replace(/, [^,]*$/, ''))`);
/** Presses the button of the panel that has a text. */
const press = (text) => page.browser.evaluate(
  `Array.from(document.querySelectorAll('.map-panel button')).find((one) => one.textContent === ${JSON.stringify(text)}).click()`);
/** A place on the map where no picture and no point is. */
const emptyPlace = () => page.run(`(() => {
  const box = Unreel.app.surface.getBoundingClientRect();
  for (let y = 5; y < box.height; y += 10) for (let x = 5; x < box.width - 60; x += 10)
    if (scene.frameAt(x, y, 12) < 0) return [box.left + x, box.top + y];
})()`);
async function open(address) {
  await page.open(address);
  await page.browser.evaluate("document.body.style.minHeight = '4000px'; scrollTo(0, 0)");
}

test("a plain wheel scrolls the page until the map is clicked; Ctrl always zooms; Escape gives the wheel back", { skip }, async () => {
  await open();
  await page.stopClock();
  const [x, y] = await emptyPlace();
  const turn = async (more = {}) => {
    await page.browser.mouse("mouseWheel", x, y, { deltaX: 0, deltaY: -120, ...more });
    await page.settled();
  };
  await page.browser.mouse("mouseWheel", x, y, { deltaX: 0, deltaY: 60 });
  await page.browser.until("scrollY > 30");
  assert.equal(await zoom(), 1);
  assert.ok(await hasHint());
  assert.match(await page.browser.evaluate("document.querySelector('.map-hint').textContent"), /Click the map, or hold Ctrl/);
  await page.pass(1200);
  assert.ok(!(await hasHint()));
  await page.browser.evaluate("scrollTo(0, 0)");
  await turn({ modifiers: 2 });
  await page.browser.until("Unreel.app.camera.scale > 1.2 * Unreel.app.camera.homeScale");
  assert.ok(!(await hasHint()));
  await page.run("(camera.showAll(false), 0)");
  // The click takes the wheel.
  await page.browser.click(x, y);
  await turn();
  await page.browser.until("Unreel.app.camera.scale > 1.2 * Unreel.app.camera.homeScale");
  assert.equal(await page.browser.evaluate("scrollY"), 0);
  await page.settled();
  const zoomed = await zoom();
  await page.browser.press("Escape");
  await page.browser.mouse("mouseWheel", x, y, { deltaX: 0, deltaY: 60 });
  await page.browser.until("scrollY > 30");
  assert.equal(await zoom(), zoomed);
  await page.browser.evaluate("scrollTo(0, 0)");
  // A click beside the map gives it back too; the focus by the keyboard takes it.
  await page.browser.evaluate("Unreel.app.surface.blur(); Unreel.app.surface.focus()");
  assert.equal(await page.browser.evaluate("Unreel.app.hasWheel"), true);
  await page.browser.click(8, 8);
  assert.equal(await page.browser.evaluate("Unreel.app.hasWheel"), false);
  page.quiet();
});

test("the map on the full screen always takes the wheel", { skip }, async () => {
  await open();
  await page.browser.evaluate("Unreel.app.root.requestFullscreen = undefined; Unreel.app.toggleFull()");
  await page.settled("Unreel.app.isFull()");
  const [x, y] = await emptyPlace();
  await page.browser.mouse("mouseWheel", x, y, { deltaX: 0, deltaY: -120 });
  await page.browser.until("Unreel.app.camera.scale > 1.2 * Unreel.app.camera.homeScale");
  assert.ok(!(await hasHint()));
});

test("names of files are cut at their begin, not at their end", { skip }, async () => {
  await open();
  // The name of 246 letters: its suffix is the last that is seen.
  await page.run("(data.videos[9].name = 'n'.repeat(120) + '-the-end.mp4', data.videos[10].name = data.videos[9].name, 0)");
  await page.run("(Unreel.app.chooseFrame(data.framesOf(9)[3]), 0)");
  await page.run("(data.nearest.fill(data.framesOf(10)[0], data.framesOf(9)[4] * 5, data.framesOf(9)[4] * 5 + 5), Unreel.app.stepFrame(1), 0)");
  const ends = await page.browser.evaluate(`Array.from(document.querySelectorAll('.map-video .map-name'), (one) => {
    if (!one.title.endsWith('-the-end.mp4')) return null;
    const text = one.querySelector('bdi').getBoundingClientRect();
    const box = one.getBoundingClientRect();
    return [text.right - box.right, box.left - text.left];
  }).filter((one) => one !== null)`);
  assert.ok(ends.length >= 1, String(ends.length));
  for (const [behind, before] of ends) assert.ok(behind < 1 && before > 20, `${behind} ${before}`);
  assert.match(await page.browser.evaluate("document.querySelector('.map-panel h3').textContent"), /^n+…n+-the-end\.mp4$/);
  const captions = await page.browser.evaluate("Array.from(document.querySelectorAll('.map-caption .map-name'), (one) => one.textContent)");
  assert.equal(captions.length, 5);
  for (const caption of captions) assert.equal(caption, "…nnnnnnnnnnnnn-the-end.mp4");
});

test("a kind of file that the browser can't play begins with the flipbook, and the page says why", { skip }, async () => {
  await open();
  const buttons = () => page.browser.evaluate("Array.from(document.querySelectorAll('.map-player + .map-row button'), (one) => one.textContent)");
  const why = () => page.browser.evaluate("document.querySelector('.map-player ~ .map-quiet').textContent");
  const show = (video) => page.run(`(Unreel.app.chooseFrame(data.framesOf(${video})[0]), 0)`);
  await page.run("(data.videos[9].path = 'a/b.AVI', data.videos[10].path = 'a/none.webm', data.videos[11].path = 'a/other.webm', data.videos[12].path = 'a/nothing.mp4', 0)");
  await show(9);
  assert.deepEqual(await buttons(), ["Flipbook"]);
  assert.equal(await why(), "This browser doesn’t play .avi files; the flipbook shows the frames.");
  await show(10);
  assert.deepEqual(await buttons(), ["Play from 0:00", "Flipbook"]);
  assert.equal(await why(), "");
  await page.browser.evaluate("document.querySelector('.map-primary').click()");
  await page.browser.until("/flipbook shows/.test(document.querySelector('.map-panel').textContent)");
  // Another video with this suffix; then one with another suffix.
  await show(11);
  assert.deepEqual(await buttons(), ["Flipbook", "Play from 0:00"]);
  assert.equal(await page.browser.evaluate("document.querySelector('.map-primary').textContent"), "Flipbook");
  assert.match(await why(), /^The browser could not play one of the \.webm files; /);
  await show(12);
  assert.deepEqual(await buttons(), ["Play from 0:00", "Flipbook"]);
});

test("typical frames and strangers are one a video", { skip }, async () => {
  await open();
  // One video is stranger than all others, the first five are more typical.
  await page.run(`(() => {
    for (const video of data.videos.slice(0, 14)) video.cluster = 2;
    for (let i = 0; i < data.count; i++) if (data.video[i] < 14) data.cluster[i] = 2;
    for (const frame of data.framesOf(3)) { data.cluster[frame] = 2; data.outlier[frame] = 255; }
    for (const frame of data.framesOf(4)) { data.cluster[frame] = 2; data.outlier[frame] = 0; }
    Unreel.app.openCluster(2);
    return 0;
  })()`);
  for (const label of ["Most typical frames", "Strangest frames"]) {
    const list = await names(label);
    assert.ok(list.length > 2, label);
    assert.equal(new Set(list).size, list.length, label + ": " + list);
  }
});

test("a name in the legend opens its group, and the box before it hides the group", { skip }, async () => {
  await open();
  assert.match(await page.browser.evaluate("document.querySelector('.map-legend li .map-count').textContent"), /^\d+ frames$/);
  await page.browser.evaluate("document.querySelectorAll('.map-legend input')[1].click()");
  const hidden = await page.run("Array.from(values.hidden.get('cluster'))");
  assert.deepEqual(hidden, [1]);
  assert.equal(await page.browser.evaluate("document.querySelectorAll('.map-legend input')[1].checked"), false);
  assert.match(await page.browser.evaluate("document.querySelectorAll('.map-legend input')[1].ariaLabel ?? ''"), /^Show Group 1 on the map$/);
  await page.browser.evaluate("document.querySelectorAll('.map-legend .map-entry')[2].click()");
  assert.equal(await page.run("values.view + values.cluster"), "cluster2");
  const strange = await page.run("Array.from(data.cluster).filter((cluster, i) => cluster === 2 && data.videos[data.video[i]].cluster !== 2).length");
  const [videos, frames] = await page.run("[data.videos.filter((video) => video.cluster === 2).length, Array.from(data.cluster).filter((one) => one === 2).length]");
  assert.ok((await panel()).includes(
    `${videos} video${videos === 1 ? " is" : "s are"} in this group. Single frames are grouped too: ${frames} frames look like this group`
    + (strange > 0 ? `, ${strange} of them in videos of other groups.` : ".")));
  page.quiet();
});

test("buttons say what they did, and for how long; a refused clipboard leaves the text selected", { skip }, async () => {
  await open();
  await page.stopClock();
  await page.browser.evaluate("globalThis.copied = []; Unreel.copy = async (text) => (copied.push(text), true)");
  await page.run("(Unreel.app.chooseRegion([-1, -1, 65536, -1, 65536, 65536, -1, 65536]), 0)");
  await press("Copy the list of videos");
  await page.browser.until("document.querySelector('.map-answer')?.textContent === 'Copied 20 names.' && Unreel.app.live.textContent === 'Copied 20 names.'");
  assert.equal(await page.browser.evaluate("copied[0].split('videos/part ').length"), 21);
  await page.pass(1999);
  assert.ok((await panel()).includes("Copied 20 names."));
  await page.pass(1);
  assert.ok(!(await panel()).includes("Copied 20 names."));
  await page.run("(Unreel.app.chooseFrame(data.framesOf(9)[0]), 0)");
  await press("Copy its path");
  await page.browser.until("document.querySelector('.map-answer')?.textContent === 'Copied the path.'");
  await press("Copy a link to this view");
  await page.browser.until("copied.length === 3");
  const link = await page.browser.evaluate("copied[2]");
  assert.ok(link.startsWith(page.address + "#") && link.includes("frame=" + (await page.run("values.frame"))), link);
  await page.browser.evaluate("Unreel.copy = async () => false");
  await press("Copy its path");
  await page.browser.until("document.activeElement.matches('.map-answer textarea')");
  assert.match(await panel(), /The text is selected: press Ctrl\+C\./);
  assert.equal(await page.browser.evaluate("(() => { const f = document.activeElement; return f.value.slice(f.selectionStart, f.selectionEnd); })()"), await page.run("data.videos[9].path"));
  await page.run("(Unreel.app.openCluster(1), 0)");
  await press("Save names.csv");
  assert.match(await panel(), /names\.csv was saved by your browser, usually into Downloads\. Move it beside report\.html\./);
  for (let i = 0; i < 1200 && !readdirSync(page.browser.home).includes("names.csv"); i++) await wait(50);
  assert.ok(readdirSync(page.browser.home).includes("names.csv"));
  page.quiet();
});

test("the help is as large as its content, and has the mouse and fingers", { skip }, async () => {
  await open();
  await page.browser.evaluate("Unreel.app.showKeys()");
  const [height, content, text] = await page.browser.evaluate(
    "(() => { const d = document.querySelector('dialog'); const last = d.lastElementChild.getBoundingClientRect(); const box = d.getBoundingClientRect(); return [box.bottom, last.bottom, d.textContent]; })()");
  assert.ok(height - content < 40, `${height - content} px are empty`);
  for (const word of ["Drag", "Wheel", "Two fingers", "Escape"]) assert.ok(text.includes(word), word);
});

test("Enter chooses the frame nearest to where the cross lands, and moves the cross to it", { skip }, async () => {
  await open();
  await page.run("(store.set({ size: 'none' }), camera.show(data.maps[0].x[7], data.maps[0].y[7], camera.homeScale * 4, false), 0)");
  await page.settled();
  await page.browser.evaluate("Unreel.app.surface.focus()");
  const start = await page.run("[camera.x, camera.y]");
  // Enter follows while the map still flies.
  await page.browser.evaluate(`for (const key of ["ArrowLeft", "Enter"]) Unreel.app.surface.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }))`);
  await page.settled("Unreel.app.store.values.view === 'frame'");
  const nearest = await page.run(`(() => {
    // By hand: the middle was at the start and the arrow moves it by 90 pixels.
    const map = data.maps[0];
    const [x, y] = [${start[0]} - 90 / camera.scale, ${start[1]}];
    let best = 0;
    for (let i = 0; i < data.count; i++) if (Math.hypot(map.x[i] - x, map.y[i] - y) < Math.hypot(map.x[best] - x, map.y[best] - y)) best = i;
    return best;
  })()`);
  assert.equal(await page.run("values.frame"), nearest);
  assert.ok(await page.run("Math.hypot(scene.screenX(values.frame) - camera.width / 2, scene.screenY(values.frame) - camera.height / 2)") < 1.5);
  assert.match(await panel(), /The line is the video’s path over the map, from its begin \(○\) to its end\./);
});

test("a typed name stands in the report's table of groups, as text", { skip }, async () => {
  await open();
  await page.browser.evaluate(`(() => {
    const table = document.createElement("table");
    for (const text of ["<td>0<br><span data-group='0'></span></td>", "<td>1<br><span data-group='1'>Old name</span></td>", "<td>99<br><span data-group='99'></span></td>"]) table.insertRow().innerHTML = text;
    document.querySelector("main").append(table);
  })()`);
  await page.run("(names.name(0, '<b>Waving</b>'), names.name(1, 'New name'), Unreel.app.namesChanged(), 0)");
  const cells = () => page.browser.evaluate("Array.from(document.querySelectorAll('td'), (cell) => cell.innerText)");
  assert.deepEqual(await cells(), ["0\n<b>Waving</b>", "1\nNew name", "99\n"]);
  assert.equal(await page.browser.evaluate("document.querySelectorAll('td b').length"), 0);
  await page.run("(names.name(1, 'Newer'), Unreel.app.namesChanged(), 0)");
  assert.deepEqual((await cells())[1], "1\nNewer");
});

test("on a phone the buttons cover no part of the map, and the strip of frames is whole", { skip }, async () => {
  await page.browser.show({ width: 390, height: 844, ratio: 2, mobile: true });
  try {
    await open();
    await page.run("(Unreel.app.chooseFrame(data.framesOf(9)[3]), 0)");
    await page.settled();
    const [map, buttons, panel] = await page.browser.evaluate(`[Unreel.app.surface, document.querySelector(".map-buttons"), document.querySelector(".map-panel")]
      .map((one) => { const box = one.getBoundingClientRect(); return [box.top, box.bottom]; })`);
    assert.ok(buttons[0] >= map[1] - 1 && buttons[1] <= panel[0] + 1, `${map} ${buttons} ${panel}`);
    // The mark around the chosen frame lies 4 pixels outside of it.
    const [above, below] = await page.browser.evaluate(`(() => {
      const strip = document.querySelector(".map-strip").getBoundingClientRect();
      const picture = document.querySelector(".map-strip [aria-current]").getBoundingClientRect();
      const caption = document.querySelector(".map-strip .map-caption").getBoundingClientRect();
      return [picture.top - strip.top, strip.bottom - caption.bottom];
    })()`);
    assert.ok(above >= 4 && below >= 4, `${above} ${below}`);
  } finally {
    await page.browser.show({});
  }
});
