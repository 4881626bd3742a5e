// Tests of the page of unreel serve, in headless Chromium, against the program itself: node --test Tests/Page/

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { appendFileSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { Browser, chromium } from "./browser.mjs";

const program = new URL("../../.build/release/unreel", import.meta.url).pathname;
const skip = !chromium ? "no Chromium is installed" : !existsSync(program) ? "unreel is not built" : false;
const folder = mkdtempSync(join(tmpdir(), "unreel-watching-"));
const odd = "<img src=x onerror=alert(1)>";
let browser, server, address, worker;

/** Writes a file in one step, as the program does. */
function write(path, text) {
  writeFileSync(path + ".tmp", text);
  renameSync(path + ".tmp", path);
}
const time = (step) => new Date(Date.UTC(2026, 10, 29, 8, 0, step)).toISOString().slice(0, 19) + "Z";
const row = (step, loss) => JSON.stringify({ step, epoch: Math.ceil(step / 20), loss, pairs_per_second: 100 + step % 7, data_wait: 0.01, lr: 0.05, feature_std: 0.9, dead_features: 0, time: time(step) }) + "\n";

/** Makes a run of four epochs of 20 steps, with some of them taken. */
function makeRun(name, steps, rate = 0.05) {
  const path = join(folder, name);
  mkdirSync(join(path, "figures"), { recursive: true });
  write(join(path, "config.yaml"), `training:\n  network: residual\n  objective: infonce\n  epochs: 4\n  learning_rate: ${rate}\n`);
  write(join(path, "sampling.json"), JSON.stringify({ epochs: 2, batches: { count: 40 }, warnings: [] }));
  writeFileSync(join(path, "metrics.jsonl"), Array.from({ length: steps }, (_, index) => row(index + 1, 5 / (index + 1))).join(""));
  return path;
}
/** Holds the lock of a run, as a training does; Perl is on every Debian. */
function work(path) {
  return new Promise((resolve) => {
    const process = spawn("perl", ["-e", '$| = 1; open F, ">", shift; flock F, 2; select F; $| = 1; print F "$$\\n"; select STDOUT; print "held\\n"; sleep 1000', join(path, ".lock")]);
    process.stdout.once("data", () => resolve(process));
  });
}

before(async () => {
  if (skip) return;
  worker = await work(makeRun("growing", 10));
  makeRun("other", 80, 0.1);
  makeRun(odd, 3);
  appendFileSync(join(folder, odd, "metrics.jsonl"), JSON.stringify({ step: 3, warning: odd, time: time(3) }) + "\n");
  server = spawn(program, ["serve", folder, "--port", "0"]);
  address = await new Promise((resolve) => {
    let said = "";
    server.stdout.on("data", (text) => { said += text; if (said.endsWith("/\n")) resolve(said.match(/http:\S+(?=\/\n)/)[0]); });
  });
  browser = await Browser.start({ webgl: false });
  await browser.show({});
});
after(async () => {
  await browser?.stop();
  worker?.kill("SIGKILL");
  server?.kill("SIGKILL");
  rmSync(folder, { recursive: true, force: true });
});

const run = (name) => address + "/run?run=" + encodeURIComponent(name);
const text = (selector) => browser.evaluate(`document.querySelector(${JSON.stringify(selector)})?.textContent ?? ""`);
/** Nothing was logged, and nothing was asked of others. */
function quiet() {
  assert.deepEqual(browser.messages, []);
  assert.ok(browser.requests.every((request) => request.startsWith(address)), String(browser.requests));
}
async function open(target, condition) {
  await browser.open(target);
  await browser.until(`document.getElementById("link").textContent === "live" && (${condition})`);
}

test("the list has every run with its state; names are texts", { skip }, async () => {
  await open(address + "/", "document.querySelectorAll('tbody tr').length === 3");
  const rows = await browser.evaluate("[...document.querySelectorAll('tbody tr')].map((row) => [...row.children].slice(0, 5).map((cell) => cell.textContent))");
  assert.deepEqual(rows, [
    [odd, "stopped", "1 of 4", "3 of 80", "1.667"], ["growing", "running, training", "1 of 4", "10 of 80", "0.5"],
    ["other", "finished, trained, without a report", "4 of 4", "80 of 80", "0.0625"],
  ]);
  assert.equal(await text("main [role=status]"), "3 runs, 1 running");
  assert.equal(await browser.evaluate("document.images.length"), 0);
  quiet();
});

test("the keyboard alone opens a run and compares two", { skip }, async () => {
  await open(address + "/", "document.querySelectorAll('tbody tr').length === 3");
  const reached = [];
  for (let count = 0; count < 14; count++) {
    await browser.press("Tab");
    reached.push(await browser.evaluate("document.activeElement.getAttribute('aria-label') ?? document.activeElement.textContent"));
    if (/^Compare (growing|other)$/.test(reached.at(-1))) await browser.press(" ");
  }
  assert.equal(reached[0], "To the content");
  assert.ok(reached.includes("growing") && reached.includes("Compare other"), String(reached));
  assert.equal(await browser.evaluate("document.querySelectorAll('input:checked').length"), 2);
  await browser.evaluate("[...document.querySelectorAll('button')].find((one) => one.textContent === 'Compare 2').focus()");
  await browser.press("Enter");
  await browser.until("location.pathname === '/compare' && document.querySelectorAll('.chart:not([hidden]) canvas').length >= 4");
  assert.equal(await text("h1"), "Comparison of 2 runs");
  await browser.until("document.body.textContent.includes('training.learning_rate')");
  const differing = await browser.evaluate("[...document.querySelectorAll('[aria-label=\"Settings that differ\"] tbody tr')].map((row) => [...row.children].map((cell) => cell.textContent))");
  assert.deepEqual(differing, [["training.learning_rate", "0.05", "0.1"]]);
  assert.match(await browser.evaluate("document.querySelector('canvas').getAttribute('aria-label')"), /^Loss\. growing: 5 at step 1, 0\.5 at step 10; other: 5 at step 1, 0\.0625 at step 80/);
  quiet();
});

test("a run moves on the page until its end", { skip }, async () => {
  const path = join(folder, "growing");
  await open(run("growing"), "document.querySelector('.chart canvas').getAttribute('aria-label')?.includes('step 10')");
  const picture = () => browser.evaluate("document.querySelector('canvas').toDataURL()");
  await browser.evaluate("new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))");
  let drawn = await picture();
  for (const step of [30, 50, 79]) {
    const last = Number((await browser.evaluate("document.querySelector('canvas').getAttribute('aria-label')")).match(/at step (\d+)\. Arrow/)[1]);
    // A line that is not whole yet must not disturb.
    const lines = Array.from({ length: step - last }, (_, index) => row(last + index + 1, 5 / (last + index + 1))).join("");
    appendFileSync(join(path, "metrics.jsonl"), lines.slice(0, -20));
    await new Promise((resolve) => setTimeout(resolve, 100));
    appendFileSync(join(path, "metrics.jsonl"), lines.slice(-20));
    await browser.until(`document.querySelector('canvas').getAttribute('aria-label').includes('at step ${step}. Arrow')`);
    await browser.evaluate("new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))");
    const now = await picture();
    assert.notEqual(now, drawn, "the curve moves");
    drawn = now;
  }
  await browser.until("document.querySelector('progress')?.value === 79");
  assert.match(await text("main [role=status]"), /running, training.*step 79 of 80.*left/s);
  appendFileSync(join(path, "metrics.jsonl"), JSON.stringify({ step: 79, warning: "the features collapse", time: time(79) }) + "\n"
    + JSON.stringify({ step: 79, judgement: { epoch: 4, score: 0.5, effective_rank: 7 }, time: time(79) }) + "\n" + row(80, 0.05));
  await browser.until("document.body.textContent.includes('Step 79: the features collapse')");
  await browser.until("[...document.querySelectorAll('.chart:not([hidden]) h3')].some((one) => one.textContent === 'Effective rank')");
  mkdirSync(join(path, "checkpoints"));
  write(join(path, "checkpoints/epoch-0004.h5"), "weights");
  write(join(path, "figures/loss.svg"), '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="30"><rect width="40" height="30"/></svg>');
  await browser.until("document.querySelector('.gallery img')");
  await browser.evaluate("document.querySelector('.gallery img').scrollIntoView()");
  await browser.until("document.querySelector('.gallery img').naturalWidth === 40");
  mkdirSync(join(path, "evaluation"));
  write(join(path, "evaluation/metrics.json"), JSON.stringify({ nmi: 0.75, video_level: { nmi: 0.5 } }));
  write(join(path, "report.html"), "<title>The report</title><link rel='icon' href='data:,'><script>document.title += ' ' + origin</script>");
  worker.kill("SIGKILL");
  await browser.until("document.querySelector('main [role=status]').textContent.startsWith('finished')");
  await browser.until("document.body.textContent.includes('video_nmi') && document.body.textContent.includes('epoch-0004.h5')");
  quiet();
  // The report runs its script, and is a stranger to this page.
  await browser.open(address + "/report?run=growing");
  await browser.until("document.title === 'The report null'");
  assert.equal(await browser.evaluate("fetch('/api/runs').then(() => 'read', () => 'refused')"), "refused");
});

test("arrow keys read a curve aloud; a table has its values", { skip }, async () => {
  await open(run("other"), "document.querySelector('canvas').getAttribute('aria-label')?.includes('step 80')");
  await browser.evaluate("document.querySelector('canvas').focus()");
  await browser.press("Home");
  assert.equal(await text(".chart output"), "step 1: Loss 5");
  await browser.press("ArrowRight");
  assert.equal(await text(".chart output"), "step 2: Loss 2.5");
  await browser.press("End");
  assert.equal(await text(".chart output"), "step 80: Loss 0.0625");
  await browser.evaluate("document.querySelector('.chart summary').click()");
  await browser.until("document.querySelectorAll('.chart table tbody tr').length === 12");
  assert.equal(await text(".chart tbody tr:last-child"), "800.0625");
  quiet();
});

test("roles are there, and texts have contrast, light and dark, at three widths", { skip }, async () => {
  const problems = `(() => {
    const found = [];
    const level = (colour) => { const [r, g, b] = colour.match(/[0-9.]+/g).slice(0, 3).map((one) => one / 255).map((one) => one <= 0.04045 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4); return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
    const ground = (one) => { for (; one; one = one.parentElement) { const colour = getComputedStyle(one).backgroundColor; if (!/, 0\\)$|transparent/.test(colour)) return colour; } return "rgb(255, 255, 255)"; };
    for (const one of document.querySelectorAll("body *")) {
      if (![...one.childNodes].some((node) => node.nodeType === 3 && node.data.trim()) || !one.getClientRects().length || one.disabled) continue;
      const [a, b] = [level(getComputedStyle(one).color), level(ground(one))].sort((a, b) => b - a);
      if ((a + 0.05) / (b + 0.05) < 4.5) found.push("contrast " + one.tagName + " " + one.textContent.slice(0, 30));
    }
    for (const one of document.querySelectorAll("canvas")) if (one.getAttribute("role") !== "img" || (!one.closest("[hidden]") && !one.getAttribute("aria-label"))) found.push("canvas");
    for (const one of document.querySelectorAll("table")) if (!one.caption || [...one.querySelectorAll("th")].some((head) => !head.scope)) found.push("table");
    for (const one of document.querySelectorAll("input, button, a, progress, [role=region]")) if (!(one.getAttribute("aria-label") ?? one.textContent + (one.querySelector("img")?.alt ?? "")).trim()) found.push("name of " + one.tagName);
    for (const one of document.querySelectorAll("img")) if (!one.alt) found.push("alt");
    if (document.querySelectorAll("h1").length !== 1 || !document.documentElement.lang || !document.querySelector("main") || !document.querySelector("nav[aria-label]")) found.push("landmarks");
    if (document.documentElement.scrollWidth > innerWidth) found.push("too wide: " + document.documentElement.scrollWidth);
    return found;
  })()`;
  for (const dark of [false, true])
    for (const width of [390, 800, 1400]) {
      await browser.show({ width, height: 900, dark, mobile: width < 500 });
      for (const [page, condition] of [[address + "/", "document.querySelectorAll('tbody tr').length === 3"], [run("growing"), "document.querySelector('.gallery img')"], [run(odd), "document.body.textContent.includes('Warnings (1)')"],
        [address + "/compare?run=growing&run=other", "document.body.textContent.includes('training.learning_rate')"]]) {
        await open(page, condition);
        assert.deepEqual(await browser.evaluate(problems), [], `${page} at ${width}, ${dark ? "dark" : "light"}`);
        quiet();
      }
    }
  await browser.show({});
});

test("a page of another site can't read, frame or run anything", { skip }, async () => {
  const stranger = createServer((request, response) => {
    response.setHeader("content-type", "text/html");
    response.end(`<script>window.ran = false</script><iframe src="${address}/"></iframe><script src="${address}/page/Main.js" type="text/javascript" onerror="window.refused = true"></script>`);
  });
  await new Promise((resolve) => stranger.listen(0, "127.0.0.1", resolve));
  await browser.open(`http://127.0.0.1:${stranger.address().port}/`);
  await browser.until("window.refused === true");
  assert.equal(await browser.evaluate(`fetch("${address}/api/runs").then(() => "read", () => "refused")`), "refused");
  assert.equal(await browser.evaluate(`new Promise((resolve) => { const source = new EventSource("${address}/api/events"); source.onopen = () => resolve("read"); source.onerror = () => resolve("refused"); })`), "refused");
  assert.equal(await browser.evaluate("frames[0].length === 0 && (() => { try { return frames[0].document.body.textContent; } catch { return 'refused'; } })()"), "refused");
  stranger.close();
});

test("a server that was started anew is found again", { skip }, async () => {
  await open(run("other"), "document.querySelector('canvas').getAttribute('aria-label')?.includes('step 80')");
  const port = new URL(address).port;
  server.kill("SIGKILL");
  await browser.until("document.getElementById('link').textContent.startsWith('not connected')");
  server = spawn(program, ["serve", folder, "--port", port]);
  await browser.until("document.getElementById('link').textContent === 'live'");
});
