"use strict";
// The first view of the panel: what the colours mean. It filters, and it is the way to the clusters.

/** @returns {Node[]} the legend, and the videos found while something is searched for. */
Unreel.groupsView = function (app) {
  const { store } = app;
  const { search } = store.values;
  const colouring = app.colouring();
  app.setTitle(search.trim() === "" ? colouring.name : "Found");
  const parts = [];
  if (search.trim() !== "") parts.push(Unreel.foundVideos(app));
  if (colouring.entries) parts.push(Unreel.element("p", { class: "map-quiet map-counts" }, "frames"));
  parts.push(colouring.entries ? Unreel.groupLegend(app, colouring) : Unreel.scaleLegend(app, colouring));
  if (colouring.key === "cluster")
    parts.push(Unreel.element(
      "div", { class: "map-row" },
      Unreel.button("Save names.csv", () => app.saveNames())));
  return parts;
};

/** @returns {HTMLElement} the videos that are searched for. */
Unreel.foundVideos = function (app) {
  const { data, scene } = app;
  const frames = [];
  for (let i = 0; i < data.count; i++) if (scene.shown[i]) frames.push(i);
  const groups = data.videosOf(frames);
  if (groups.length === 0) return Unreel.element("p", { class: "map-quiet" }, "No video has this in its " + Unreel.alternatives(app.finder.fields) + ".");
  return Unreel.element(
    "div", {},
    Unreel.element("p", { class: "map-quiet" }, Unreel.counted(groups.length, "video") + ", " + Unreel.counted(frames.length, "frame") + "."),
    Unreel.videoList(app, groups, "Videos found"));
};

/** @returns {HTMLElement} a list of groups; a press hides or shows a group. */
Unreel.groupLegend = function (app, colouring) {
  const { data, store } = app;
  const counts = new Uint32Array(colouring.entries.length);
  for (let i = 0; i < data.count; i++) {
    const group = colouring.of(i);
    if (group >= 0) counts[group]++;
  }
  const order = Array.from(counts.keys()).filter((group) => counts[group] > 0);
  if (colouring.key !== "cluster") order.sort((a, b) => counts[b] - counts[a] || a - b);
  const hidden = store.values.hidden.get(colouring.key) ?? new Set();
  const list = Unreel.element("ul", { class: "map-legend", role: "list", "aria-label": colouring.name });
  const limit = 100;
  for (const group of order.slice(0, limit)) {
    const entry = colouring.entries[group];
    const swatch = Unreel.element("span", { class: "map-swatch" });
    swatch.style.background = app.isDark() ? entry.dark : entry.light;
    const toggle = Unreel.button("", () => app.toggle(colouring.key, group), {
      class: "map-entry", "aria-pressed": String(!hidden.has(group)),
      title: "Hide or show. With Shift: this one alone.",
      onclick: (event) => (event.shiftKey ? app.showOnly(colouring.key, group, order) : app.toggle(colouring.key, group)),
    });
    toggle.append(
      swatch, Unreel.nameElement(entry.name()),
      Unreel.element("span", { class: "map-count" }, Unreel.countText(counts[group])),
      Unreel.element("span", { class: "hidden" }, counts[group] === 1 ? "frame" : "frames"));
    const open = colouring.key === "cluster"
      ? Unreel.button("Open", () => app.openCluster(group), { class: "map-open", "aria-label": "Open " + Unreel.printable(entry.name()) }) : null;
    list.append(Unreel.element("li", {}, toggle, open));
  }
  const rest = order.length - limit;
  return Unreel.element(
    "div", {}, list,
    rest > 0 ? Unreel.element("p", { class: "map-quiet" }, "And " + Unreel.countText(rest) + " more. Search for a name to find one.") : null,
    hidden.size > 0 ? Unreel.button("Show all", () => app.showOnly(colouring.key, -1, []), { class: "map-more" }) : null);
};

/** @returns {HTMLElement} the scale of a colouring by numbers. */
Unreel.scaleLegend = function (app, colouring) {
  const bar = Unreel.element("div", { class: "map-scale", role: "img", "aria-label": "From " + colouring.low + " to " + colouring.high });
  bar.style.background = "linear-gradient(to right," + Unreel.cividis.map(Unreel.colourCode).join(",") + ")";
  return Unreel.element(
    "div", {}, bar,
    Unreel.element(
      "div", { class: "map-scale-ends" }, Unreel.element("span", {}, colouring.low), Unreel.element("span", {}, colouring.high)));
};
