// A test page in a browser, for the tests of the page: each file of tests has one of its own.

import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before } from "node:test";
import { assemble } from "./assemble.mjs";
import { Browser, chromium } from "./browser.mjs";
import { drawSheets, makeCollection } from "./collection.mjs";

/** The reason to skip the tests, or false. */
export const skip = chromium ? false : "no Chromium is installed";

/** What tests do with the page. `browser` is set while tests run. */
export const testPage = {
  folder: mkdtempSync(join(tmpdir(), "unreel-page-")),
  browser: null,
  get address() { return "file://" + join(this.folder, "page.html"); },

  /** Opens an address and waits for the first picture and the end of the placement. */
  async open(address = this.address) {
    await this.browser.open(address);
    await this.settled("Unreel.app.scene.firstPicture > 0");
  },
  /** Waits until a condition holds and the map stands still. */
  async settled(condition = "true") {
    await this.browser.until(
      `window.Unreel?.app && (${condition}) && !Unreel.app.camera.moving && !Unreel.app.scene.works && !Unreel.app.scene.waits`);
  },
  /** Evaluates an expression with the parts of the page as variables. */
  run(expression) {
    return this.browser.evaluate(`(() => { const { data, scene, store, camera, names, root } = Unreel.app; const { values } = store; return ${expression}; })()`);
  },
  /** Stops the page's timers until it is opened again: `pass` runs them, so that no test races against one. */
  async stopClock() {
    await this.browser.evaluate(`{
      let now = 0, last = 0;
      const timers = new Map();
      globalThis.setTimeout = (call, time = 0) => (timers.set(++last, [now + time, call]), last);
      globalThis.clearTimeout = (timer) => timers.delete(timer);
      globalThis.passTime = (time) => {
        now += time;
        for (const [timer, [due, call]] of [...timers]) if (due <= now && timers.delete(timer)) call();
      };
    }`);
  },
  /** Lets time pass for timers of a stopped clock, in milliseconds. */
  async pass(time) {
    await this.browser.evaluate(`passTime(${time})`);
  },
  /** Types a text, a letter after the other, into the element that has the focus. */
  async type(text) {
    for (const letter of text) await this.browser.send("Input.insertText", { text: letter });
  },
  /** The page has logged no error. */
  quiet() {
    assert.deepEqual(this.browser.messages, []);
  },
};

/**
 * Makes the page and starts the browser before the tests of a file, and ends both after them. The map is drawn with WebGL if
 * `webgl` is set, with Canvas 2D otherwise: SwiftShader takes most of the processor's time.
 */
export function withPage({ collection = {}, levels, show = {}, webgl = false, change = () => {} } = {}) {
  before(async () => {
    if (skip) return;
    const { data, frames } = makeCollection({ count: 600, clusters: 5, perVideo: 30, maps: 2, ...collection });
    change(data);
    writeFileSync(join(testPage.folder, "page.html"), assemble({ title: "Test", data, sheets: drawSheets(data, frames, levels) }));
    testPage.browser = await Browser.start({ webgl });
    await testPage.browser.show(show);
  });
  after(async () => {
    await testPage.browser?.stop();
    rmSync(testPage.folder, { recursive: true, force: true });
  });
}
