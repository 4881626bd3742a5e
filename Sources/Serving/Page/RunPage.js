// The page of one run.

import { Chart } from "./Chart.js";
import { Curves } from "./Curves.js";
import { element, fill, section, table } from "./Elements.js";
import { listen, runName, Runs } from "./Events.js";
import { bytes, duration, moment, short } from "./Numbers.js";
import { stateWords } from "./RunList.js";

const measures = [["score", "Score without labels"], ["effective_rank", "Effective rank"], ["reach", "Reach"], ["alignment", "Alignment"], ["uniformity", "Uniformity"], ["seed_agreement", "Agreement of seeds"], ["half_agreement", "Agreement of halves"]];
const drawn = [["training", "loss", "Loss"], ["training", "lr", "Learning rate"], ["training", "feature_std", "Spread of the features"], ["training", "pairs_per_second", "Examples per second"], ["training", "data_wait", "Share of the time spent waiting for data"], ["training", "dead_features", "Share of dead features"], ["motion", "loss", "Loss of the motion network"]];

export function showRun(main, name) {
  const runs = new Runs();
  const logs = { training: new Curves(), motion: new Curves() };
  const charts = drawn.map(([log, column, title]) => ({ log, column, title, chart: new Chart(title, { isWide: column === "loss" && log === "training" }) }));
  const judged = measures.map(([key, title]) => ({ key, title, chart: new Chart(title) }));
  for (const { chart } of [...charts, ...judged]) chart.root.hidden = true;
  const parts = Object.fromEntries(["state", "note", "warnings", "figures", "checkpoints", "videos", "scores", "settings"].map((part) => [part, element("div")]));
  parts.state.setAttribute("role", "status");
  const labelFree = section("Measured without labels", element("div", { class: "charts" }, ...judged.map(({ chart }) => chart.root)));
  labelFree.hidden = true;
  document.title = runName(name) + " · Runs";
  main.replaceChildren(element("h1", {}, runName(name)), parts.state, parts.note, parts.warnings,
    section("Curves over the steps", element("div", { class: "charts" }, ...charts.map(({ chart }) => chart.root))), labelFree,
    parts.figures, parts.checkpoints, parts.videos, parts.scores, parts.settings);

  function showState() {
    const run = runs.get(name);
    if (!run) return fill(parts.state, element("p", { class: "warning" }, "There is no such run here."));
    const facts = [
      run.epoch ? `epoch ${run.epoch}${run.epochs ? " of " + run.epochs : ""}` : null,
      run.step ? `step ${run.step}${run.steps ? " of " + run.steps : ""}` : null, run.loss != null ? "loss " + short(run.loss) : null,
      run.pairs_per_second ? short(run.pairs_per_second) + " examples/s" : null,
      run.seconds_left != null ? duration(run.seconds_left) + " left" : null, run.method, run.changed ? "last change " + moment(run.changed) : null,
    ].filter(Boolean);
    fill(parts.state,
      element("p", {}, element("span", { class: "state state-" + run.state }, stateWords(run)), " · " + facts.join(" · ")),
      run.step && run.steps ? element("progress", { max: run.steps, value: run.step, "aria-label": "Steps taken" }) : null,
      run.has_report ? element("p", {}, element("a", { class: "button", href: "/report?run=" + encodeURIComponent(name) }, "Open the report")) : null);
  }
  function showCurves({ run, log, read, curves }) {
    if (run !== name) return;
    if (!logs[log].take(curves)) return stream.again();
    fill(parts.note, read < 1 ? element("p", { class: "quiet", role: "status" }, `The log is being read: ${Math.floor(read * 100)} %. Until then the curves are drafts.`) : null);
    for (const one of charts) if (one.log === log) one.chart.set([{ name: one.title, points: logs[log].series(one.column), look: 0 }]);
  }
  function showRemarks({ run, warnings, warning_count, judgements }) {
    if (run !== name) return;
    fill(parts.warnings, section(`Warnings (${warning_count})`, warnings.length ? element("ul", {}, ...warnings.slice(-20).reverse().map((one) => element("li", {}, `Step ${one.step}: ${one.warning}`))) : null));
    for (const { key, title, chart } of judged)
      chart.set([{ name: title, look: 0, points: judgements.filter((one) => typeof one.judgement[key] === "number").map((one) => ({ x: one.step, mean: one.judgement[key], min: one.judgement[key], max: one.judgement[key] })) }]);
    labelFree.hidden = !judgements.length;
  }
  function showDetails({ run, details }) {
    if (run !== name) return;
    const address = (file) => "/figure?" + new URLSearchParams([["run", name], ["file", file.path], ["v", file.written]]);
    fill(parts.figures, section("Figures", details.figures.length ? element("div", { class: "gallery" }, ...details.figures.map((file) =>
      element("figure", {}, element("a", { href: address(file) }, element("img", { src: address(file), alt: "Figure " + title(file), loading: "lazy" })), element("figcaption", {}, title(file))))) : null));
    fill(parts.checkpoints, section("Checkpoints", table("Checkpoints", "values", ["File", "Size", "Written"], details.checkpoints.map((file) => [file.path.slice(12), bytes(file.bytes), moment(file.written)]))));
    fill(parts.videos, section("Videos", details.ledger ? element("p", {}, details.ledger.sentence) : null,
      details.remarks.length ? element("ul", {}, ...details.remarks.map((remark) => element("li", {}, remark))) : null,
      details.ledger ? table("Partial and skipped videos", "texts", ["Video", "Status", "Reason"], details.ledger.troubles.map((one) => [one.video, one.status, one.reason])) : null));
    fill(parts.scores, section("Scores", table("Scores of the evaluation", "values", ["Name", "Value"], Object.entries(details.scores).sort().map(([key, value]) => [key, value]))));
    const rows = Object.entries(details.settings).sort().map(([key, value]) => [key, value]);
    if (!parts.settings.firstChild && rows.length) parts.settings.replaceChildren(element("details", {}, element("summary", {}, "Settings"), table("Settings", "texts", ["Setting", "Value"], rows)));
  }
  const title = (file) => file.path.slice(8).replace(/\.[a-z]+$/, "");
  const stream = listen([name], false, { runs: (news) => { runs.take(news); showState(); }, curves: showCurves, remarks: showRemarks, details: showDetails });
}
