// Chosen runs over each other: curves, scores, and the settings in which they differ.

import { Chart, sample } from "./Chart.js";
import { Curves } from "./Curves.js";
import { element, fill, section, table } from "./Elements.js";
import { listen, runAddress, runName, Runs } from "./Events.js";
import { short } from "./Numbers.js";

const columns = [["loss", "Loss"], ["lr", "Learning rate"], ["feature_std", "Spread of the features"], ["pairs_per_second", "Examples per second"]];

export function showComparison(main, names) {
  const runs = new Runs();
  const curves = new Map(names.map((name) => [name, new Curves()]));
  const details = new Map();
  const judged = new Map();
  const charts = columns.map(([column, title]) => ({ column, title, chart: new Chart(title, { isWide: column === "loss" }) }));
  const score = new Chart("Score without labels");
  for (const { chart } of [...charts, { chart: score }]) chart.root.hidden = true;
  const scores = element("div");
  const settings = element("div");
  document.title = "Comparison · Runs";
  main.replaceChildren(element("h1", {}, names.length === 1 ? "One run" : `Comparison of ${names.length} runs`),
    element("ul", { class: "key", "aria-label": "Runs" }, ...names.map((name, index) => element("li", {}, sample(index), element("a", { href: runAddress(name) }, runName(name))))),
    section("Curves over the steps", element("div", { class: "charts" }, ...charts.map(({ chart }) => chart.root), score.root)), scores, settings);

  let isWaiting = false;
  function soon() {
    if (isWaiting) return;
    isWaiting = true;
    requestAnimationFrame(() => { isWaiting = false; update(); });
  }
  function update() {
    const all = (points) => names.map((name, look) => ({ name: runName(name), look, points: points(name) }));
    for (const { column, chart } of charts) chart.set(all((name) => curves.get(name).series(column)));
    score.set(all((name) => (judged.get(name) ?? []).filter((one) => typeof one.judgement.score === "number").map((one) => ({ x: one.step, mean: one.judgement.score, min: one.judgement.score, max: one.judgement.score }))));
    const keys = [...new Set(names.flatMap((name) => Object.keys(details.get(name)?.scores ?? {})))].sort();
    const head = names.map(runName);
    const rows = [["state", ...names.map((name) => runs.get(name)?.state ?? "–")], ["last loss", ...names.map((name) => short(runs.get(name)?.loss))],
      ...keys.map((key) => [key, ...names.map((name) => short(details.get(name)?.scores[key]))])];
    fill(scores, section("Scores", table("Scores", "values", ["Name", ...head], rows)));
    const value = (name, key) => details.get(name)?.settings[key] ?? "–";
    const differing = [...new Set([...details.values()].flatMap((one) => Object.keys(one.settings)))].sort().filter((key) => new Set(names.filter((name) => details.has(name)).map((name) => value(name, key))).size > 1);
    fill(settings, section("Settings that differ", table("Settings that differ", "values", ["Setting", ...head], differing.map((key) => [key, ...names.map((name) => value(name, key))]))));
  }
  const stream = listen(names, true, {
    runs: (news) => { runs.take(news); soon(); },
    curves: (news) => { if (news.log === "training" && !curves.get(news.run)?.take(news.curves)) return stream.again(); soon(); },
    remarks: (news) => { judged.set(news.run, news.judgements); soon(); },
    details: (news) => { details.set(news.run, news.details); soon(); },
  });
}
