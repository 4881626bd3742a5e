// Drives headless Chromium over the DevTools protocol, through pipes: no library is needed.

import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** The browser's program, or null where none is installed. */
export const chromium = [process.env.CHROMIUM, "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"]
  .find((path) => path && existsSync(path)) ?? null;

/** A browser with one page. */
export class Browser {
  /** Starts the browser. WebGL is drawn by SwiftShader, on the processor. */
  static async start({ webgl = true } = {}) {
    const browser = new Browser();
    browser.home = mkdtempSync(join(tmpdir(), "unreel-browser-"));
    const gl = webgl ? ["--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"] : ["--disable-gpu", "--disable-3d-apis"];
    browser.process = spawn(chromium, [
      "--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--remote-debugging-pipe", "--no-first-run", "--disable-extensions", "--mute-audio",
      "--hide-scrollbars", "--disable-background-networking", "--enable-precise-memory-info", `--user-data-dir=${browser.home}`,
      "--window-size=1400,950", ...gl, "about:blank",
    ], { stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"] });
    browser.waiting = new Map();
    browser.nextId = 1;
    browser.listeners = [];
    let rest = Buffer.alloc(0);
    browser.process.stdio[4].on("data", (chunk) => {
      rest = Buffer.concat([rest, chunk]);
      for (let end = rest.indexOf(0); end >= 0; end = rest.indexOf(0)) {
        browser.receive(JSON.parse(rest.subarray(0, end).toString()));
        rest = rest.subarray(end + 1);
      }
    });
    const { targetInfos } = await browser.send("Target.getTargets", {}, null);
    const target = targetInfos.find((one) => one.type === "page");
    browser.session = (await browser.send("Target.attachToTarget", { targetId: target.targetId, flatten: true }, null)).sessionId;
    browser.messages = [];
    browser.requests = [];
    browser.on("Runtime.exceptionThrown", ({ exceptionDetails }) =>
      browser.messages.push("exception: " + (exceptionDetails.exception?.description ?? exceptionDetails.text)));
    browser.on("Runtime.consoleAPICalled", ({ type, args }) => {
      if (type === "error" || type === "warning") browser.messages.push(type + ": " + args.map((one) => one.value ?? one.description).join(" "));
    });
    browser.on("Log.entryAdded", ({ entry }) => {
      if (entry.level === "error") browser.messages.push("log: " + entry.text + " " + (entry.url ?? ""));
    });
    browser.on("Network.requestWillBeSent", ({ request }) => {
      if (!/^(data|blob):/.test(request.url)) browser.requests.push(request.url);
    });
    for (const domain of ["Page", "Runtime", "Log", "Network"]) await browser.send(domain + ".enable");
    await browser.send("Browser.setDownloadBehavior", { behavior: "allow", downloadPath: browser.home }, null);
    return browser;
  }

  receive(message) {
    if (message.id) {
      const { resolve, reject } = this.waiting.get(message.id);
      this.waiting.delete(message.id);
      if (message.error) reject(new Error(message.error.message));
      else resolve(message.result);
    } else for (const [method, listener] of [...this.listeners]) if (method === message.method) listener(message.params);
  }

  on(method, listener) {
    this.listeners.push([method, listener]);
  }

  /** Sends a command; the promise holds its result. */
  send(method, params = {}, session = this.session) {
    const id = this.nextId++;
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject });
      this.process.stdio[3].write(JSON.stringify({ id, method, params, ...(session ? { sessionId: session } : {}) }) + "\0");
    });
  }

  /** Opens an address, and waits until it is loaded. */
  async open(address) {
    this.messages.length = 0;
    this.requests.length = 0;
    // An address that differs in its fragment only would not load the page again.
    await this.load("about:blank");
    this.requests.length = 0;
    await this.load(address);
  }

  async load(address) {
    const loaded = new Promise((resolve) => this.on("Page.loadEventFired", resolve));
    await this.send("Page.navigate", { url: address });
    await loaded;
    this.listeners = this.listeners.filter(([method]) => method !== "Page.loadEventFired");
  }

  /** Evaluates an expression in the page; a promise is awaited. */
  async evaluate(expression) {
    const { result, exceptionDetails } = await this.send("Runtime.evaluate", { expression, awaitPromise: true, returnByValue: true });
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    return result.value;
  }

  /** Waits until an expression is true in the page. */
  async until(expression, seconds = 60) {
    for (let end = Date.now() + seconds * 1000; Date.now() < end; await new Promise((resolve) => setTimeout(resolve, 20)))
      if (await this.evaluate(expression)) return;
    throw new Error("Not true after " + seconds + " s: " + expression);
  }

  /** Moves, presses and turns the mouse. */
  async mouse(type, x, y, more = {}) {
    await this.send("Input.dispatchMouseEvent", { type, x, y, button: type === "mouseMoved" && !more.buttons ? "none" : "left", ...more });
  }
  async click(x, y, more = {}) {
    await this.mouse("mouseMoved", x, y);
    await this.mouse("mousePressed", x, y, { buttons: 1, clickCount: 1, ...more });
    await this.mouse("mouseReleased", x, y, { clickCount: 1, ...more });
  }
  async drag(points, more = {}) {
    await this.mouse("mouseMoved", ...points[0], more);
    await this.mouse("mousePressed", ...points[0], { buttons: 1, clickCount: 1, ...more });
    for (const point of points.slice(1)) await this.mouse("mouseMoved", ...point, { buttons: 1, ...more });
    await this.mouse("mouseReleased", ...points[points.length - 1], { clickCount: 1, ...more });
  }
  async press(key) {
    const text = key.length === 1 ? key : key === "Enter" ? "\r" : undefined;
    await this.send("Input.dispatchKeyEvent", { type: text ? "keyDown" : "rawKeyDown", key, text });
    await this.send("Input.dispatchKeyEvent", { type: "keyUp", key });
  }

  /** Sets the size of the window and the scheme of colours. */
  async show({ width = 1400, height = 950, ratio = 1, dark = false, mobile = false }) {
    await this.send("Emulation.setDeviceMetricsOverride", { width, height, deviceScaleFactor: ratio, mobile });
    await this.send("Emulation.setEmulatedMedia", { features: [{ name: "prefers-color-scheme", value: dark ? "dark" : "light" }] });
  }

  /** Takes a picture of the window (PNG). */
  async picture(full = false) {
    const { data } = await this.send("Page.captureScreenshot", { format: "png", captureBeyondViewport: full });
    return Buffer.from(data, "base64");
  }

  async stop() {
    const ended = new Promise((resolve) => this.process.once("exit", resolve));
    await this.send("Browser.close", {}, null).catch(() => this.process.kill());
    await ended;
    rmSync(this.home, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }
}
