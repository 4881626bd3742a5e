// The list of all runs.

import { element, fill } from "./Elements.js";
import { listen, runAddress, runName, Runs } from "./Events.js";
import { duration, moment, short } from "./Numbers.js";

const columns = ["Run", "State", "Epoch", "Step", "Loss", "Time left", "Last change", "Compare"];

/** The words of a run's state. */
export const stateWords = (run) => run.state + (run.phase ? ", " + run.phase : "");

export function showList(main) {
  const runs = new Runs();
  const chosen = new Set();
  const rows = new Map();
  const body = element("tbody");
  const count = element("p", { role: "status", class: "quiet" });
  const search = element("input", { type: "search", placeholder: "Part of a name", "aria-label": "Find runs by a part of their name", oninput: () => update() });
  const compare = element("button", { type: "button", disabled: true, onclick: () => { location.href = "/compare?" + new URLSearchParams([...chosen].map((run) => ["run", run])); } }, "Compare");
  main.replaceChildren(
    element("h1", {}, "Runs"),
    element("div", { class: "tools", role: "search" }, search, compare), count,
    element("div", { class: "scroll", role: "region", "aria-label": "Runs", tabindex: "0" },
      element("table", { class: "runs stacked" }, element("caption", { class: "hidden" }, "Runs"),
        element("thead", {}, element("tr", {}, ...columns.map((column) => element("th", { scope: "col" }, column)))), body)));

  function makeRow(run) {
    const box = element("input", { type: "checkbox", "aria-label": "Compare " + runName(run), onchange: () => {
      box.checked ? chosen.add(run) : chosen.delete(run);
      compare.disabled = chosen.size === 0;
      compare.textContent = chosen.size ? `Compare ${chosen.size}` : "Compare";
    } });
    const cells = columns.slice(1, -1).map((column) => element("td", { "data-column": column, class: ["Epoch", "Step", "Loss"].includes(column) ? "number" : null }));
    const row = element("tr", {}, element("th", { scope: "row" }, element("a", { href: runAddress(run) }, runName(run))), ...cells, element("td", { "data-column": "Compare" }, box));
    return { row, cells };
  }
  function update() {
    const wanted = search.value.trim().toLowerCase();
    const all = runs.all();
    for (const [name, { row }] of rows) if (!runs.get(name)) { row.remove(); rows.delete(name); }
    let [before, shown] = [null, 0];
    for (const run of all) {
      if (!rows.has(run.run)) rows.set(run.run, makeRow(run.run));
      const { row, cells } = rows.get(run.run);
      row.hidden = !run.run.toLowerCase().includes(wanted);
      if (!row.hidden) shown++;
      fill(cells[0], element("span", { class: "state state-" + run.state }, stateWords(run)));
      fill(cells[1], run.epoch ? run.epoch + (run.epochs ? " of " + run.epochs : "") : "–");
      fill(cells[2], run.step ? run.step + (run.steps ? " of " + run.steps : "") : "–");
      fill(cells[3], short(run.loss));
      fill(cells[4], duration(run.seconds_left));
      fill(cells[5], moment(run.changed));
      if (row.previousSibling !== before || !row.parentNode) before ? before.after(row) : body.prepend(row);
      before = row;
    }
    const running = all.filter((run) => run.state === "running").length;
    const text = all.length ? `${shown === all.length ? all.length : shown + " of " + all.length} ${all.length === 1 ? "run" : "runs"}, ${running} running` : "No runs are here yet. Start one below the folder: unreel run VIDEOS -o FOLDER/NAME";
    if (count.textContent !== text) count.textContent = text;
  }
  listen([], false, { runs: (news) => { runs.take(news); update(); } });
}
