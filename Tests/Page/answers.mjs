// Measures how soon the page answers: node Tests/Page/answers.mjs [--folder DIR] [--frames 1000,10000,100000]
//
// It does what a user does, by the browser's own mouse and keys, and prints for each action two times in milliseconds:
// until the page shows the answer, and the processor time of the page's own thread until then.
// The first has the wait of the search (0.12 s after a letter) and the flights of the map (0.26 s) in it, and on a busy
// machine the wait for the processor; the second has neither.

import { benchCounts, benchPage, machine } from "./benchPage.mjs";
import { Browser } from "./browser.mjs";

const app = "Unreel.app";
const store = "Unreel.app.store.values";

/** Waits in the page until a condition holds and the answer has been drawn. */
const answered = (condition) => `new Promise((resolve, reject) => {
  const end = performance.now() + 20000;
  const look = () => {
    if (performance.now() > end) reject(new Error("no answer: " + ${JSON.stringify(condition)}));
    else if ((${condition}) && !${app}.scene.waits && !${app}.camera.moving) setTimeout(() => resolve(performance.now() - begun), 0);
    else requestAnimationFrame(look);
  };
  look();
})`;

async function drive(browser, address) {
  const results = new Map();
  await browser.send("Performance.enable", { timeDomain: "threadTicks" });
  const work = async () => (await browser.send("Performance.getMetrics")).metrics.find((one) => one.name === "TaskDuration").value * 1000;
  const measure = async (name, action, condition) => {
    await browser.evaluate(answered("!Unreel.app.scene.works && Unreel.app.cache.loading === 0").replace("- begun", ""));
    await browser.evaluate("new Promise((resolve) => setTimeout(resolve, 300))");
    await browser.evaluate("globalThis.begun = performance.now()");
    // An action that ends a drag begins when the button is let go.
    let before = await work();
    await action(async () => { before = await work(); });
    const time = await browser.evaluate(answered(condition));
    results.set(name, [time, (await work()) - before]);
  };
  const press = (key) => async () => {
    await browser.evaluate(`${app}.surface.focus()`);
    await browser.press(key);
  };
  const click = (selector, text = "") => async () => browser.evaluate(
    `Array.from(document.querySelectorAll(${JSON.stringify(selector)})).find((one) => one.textContent.includes(${JSON.stringify(text)})).click()`);
  const choose = (colour) => async () => browser.evaluate(
    `(() => { const menu = document.querySelector(".map-menu select"); menu.value = "${colour}"; menu.dispatchEvent(new Event("change")); })()`);

  await browser.open(address + "#colour=video&frame=500&zoom=4&x=20000&y=30000");
  await browser.until(`window.Unreel?.app?.scene.firstPicture > 0`);
  results.set("a link to a frame is opened", [await browser.evaluate(`${app}.scene.firstPicture`), null]);
  await browser.open(address);
  await browser.until("window.Unreel?.app?.scene.firstPicture > 0");
  const [left, top, width, height] = await browser.evaluate(`(() => { const b = ${app}.surface.getBoundingClientRect(); return [b.left, b.top, b.width, b.height]; })()`);
  const spot = (i = 0) => browser.evaluate(`[${left} + ${app}.scene.visibleX[${i}], ${top} + ${app}.scene.visibleY[${i}]]`);
  // A drag takes as long as the hand: what comes after it is measured.
  const drag = (points, more) => async (begins) => {
    await browser.mouse("mousePressed", ...points[0], { buttons: 1, clickCount: 1, ...more });
    for (const point of points.slice(1)) await browser.mouse("mouseMoved", ...point, { buttons: 1, ...more });
    await begins();
    await browser.evaluate("globalThis.begun = performance.now()");
    await browser.mouse("mouseReleased", ...points[points.length - 1], { clickCount: 1, ...more });
  };
  const circle = Array.from({ length: 300 }, (_, i) => [
    left + width / 2 + 0.49 * width * Math.cos(i / 48), top + height / 2 + 0.49 * height * Math.sin(i / 48)]);

  const [x, y] = await spot();
  await measure("hover", () => browser.mouse("mouseMoved", x, y), `${store}.hovered >= 0`);
  await measure("click on a frame", () => browser.click(x, y), `${store}.view === "frame"`);
  await measure("next frame of the video", press("."), "true");
  await measure("Back", () => browser.evaluate("history.back()"), "true");
  await measure("Escape", press("Escape"), `${store}.view === "groups"`);
  await measure("box over all", drag([[left + 3, top + 3], [left + 200, top + 200], [left + width - 3, top + height - 3]], { modifiers: 8 }), `${store}.view === "selection"`);
  await measure("save the selection as CSV", click(".map-panel button", "Save as CSV"), "true");
  await measure("more of the list", click(".map-more:not([hidden])", "More"), "true");
  await browser.evaluate(`${app}.goBack(); ${app}.store.set({ tool: "lasso" })`);
  await measure("lasso of 300 corners", drag(circle), `${store}.view === "selection"`);
  await press("Escape")();
  await browser.evaluate(`${app}.searchField.focus()`);
  for (const letter of ["c", "l", "i", "p"]) {
    const typed = "clip".slice(0, "clip".indexOf(letter) + 1);
    await measure(`search: "${typed}"`, () => browser.send("Input.insertText", { text: letter }), `${store}.search === "${typed}"`);
  }
  await measure("search by a group", async () => {
    await browser.evaluate(`${app}.searchField.select()`);
    await browser.send("Input.insertText", { text: "Group 3" });
  }, `${store}.search === "Group 3"`);
  await measure("the search is cleared", () => browser.press("Escape"), `${store}.search === ""`);
  for (const colour of ["video", "time", "outlier", "cluster"])
    await measure("colour by " + colour, choose(colour), `${store}.colour === "${colour}"`);
  await measure("hide a group", click(".map-entry"), `${app}.store.values.hidden.size > 0`);
  await measure("show it", click(".map-entry"), "true");
  await measure("open a group", click(".map-open"), `${store}.view === "cluster"`);
  await measure("back to the groups", click(".map-back"), `${store}.view === "groups"`);
  await measure("+ on the keyboard", press("+"), "true");
  await measure("S: all in sight", press("s"), `${store}.view === "selection"`);
  return results;
}

const columns = [];
for (const count of benchCounts) {
  const address = "file://" + benchPage(count);
  for (const webgl of [true, false]) {
    const browser = await Browser.start({ webgl });
    await browser.show({});
    columns.push({ name: `${count}, ${webgl ? "WebGL" : "Canvas 2D"}`, results: await drive(browser, address) });
    await browser.stop();
  }
}
console.log(machine());
console.log("| action | " + columns.map((one) => one.name).join(" | ") + " |");
console.log("| --- |" + " --- |".repeat(columns.length));
for (const action of columns[0].results.keys())
  console.log("| " + action + " | " + columns.map(({ results }) => {
    const [time, work] = results.get(action);
    return Math.round(time) + (work === null ? "" : " / " + Math.round(work));
  }).join(" | ") + " |");
