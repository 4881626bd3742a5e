"use strict";
// The first view of the panel: what the colours mean. It is the way to the clusters, and it filters.

/** @returns {Node[]} the legend, and the videos found while something is searched for. */
Unreel.groupsView = function (app) {
  const { store } = app;
  const { search } = store.values;
  const colouring = app.colouring();
  app.setTitle(search.trim() === "" ? colouring.name : "Found");
  const parts = [];
  if (search.trim() !== "") parts.push(Unreel.foundVideos(app));
  if (colouring.entries) parts.push(Unreel.element("p", { class: "map-quiet map-screen" }, "☑ shows it on the map."
    + (colouring.key === "cluster" ? " A name opens its group." : "")));
  parts.push(colouring.entries ? Unreel.groupLegend(app, colouring) : Unreel.scaleLegend(app, colouring));
  if (colouring.key === "cluster")
    parts.push(Unreel.element(
      "div", { class: "map-row" },
      Unreel.button("Save names.csv", (event) => app.saveNames(event.currentTarget)), Unreel.linkButton(app)));
  return parts;
};

/** @returns {HTMLElement} the videos that are searched for. */
Unreel.foundVideos = function (app) {
  const { data, scene } = app;
  const frames = [];
  for (let i = 0; i < data.count; i++) if (scene.shown[i]) frames.push(i);
  const groups = data.videosOf(frames);
  if (groups.length === 0) {
    const isHidden = Array.from(app.store.values.hidden.values()).some((hidden) => hidden.size > 0);
    return Unreel.element(
      "p", { class: "map-quiet" }, "No video " + (isHidden ? "that is shown " : "") + "has this in its " + Unreel.alternatives(app.finder.fields) + "."
        + (isHidden ? " Some groups are hidden: tick their boxes below to see them." : ""));
  }
  return Unreel.element(
    "div", {},
    Unreel.element("p", { class: "map-quiet" }, Unreel.counted(groups.length, "video") + ", " + Unreel.counted(frames.length, "frame") + "."),
    Unreel.videoList(app, groups, "Videos found"));
};

/** @returns {HTMLElement} a list of groups; a name opens its group, and the box before it hides or shows it. */
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
    const isShown = !hidden.has(group);
    const box = Unreel.element("input", {
      type: "checkbox", class: "map-shown", "aria-label": "Show " + Unreel.printable(entry.name()) + " on the map",
      title: "With Shift: this one alone", checked: isShown,
      onclick: (event) => (event.shiftKey ? app.showOnly(colouring.key, group, order) : app.toggle(colouring.key, group)),
    });
    const open = Unreel.opensOf(app, colouring.key, group);
    const text = Unreel.element(
      open ? "button" : "label", { class: "map-entry", type: open ? "button" : null, onclick: open, title: open ? "Open it" : null },
      swatch, colouring.key === "video" ? Unreel.endOfName(entry.name()) : Unreel.nameElement(entry.name()),
      Unreel.element("span", { class: "map-count" }, Unreel.counted(counts[group], "frame")));
    if (!open) box.id = text.htmlFor = "map-shown-" + colouring.key + "-" + group;
    list.append(Unreel.element("li", { class: isShown ? null : "map-hidden" }, box, text));
  }
  const rest = order.length - limit;
  return Unreel.element(
    "div", {}, list,
    rest > 0 ? Unreel.element("p", { class: "map-quiet" }, "And " + Unreel.countText(rest) + " more. Search for a name to find one.") : null,
    hidden.size > 0 ? Unreel.button("Show all", () => app.showOnly(colouring.key, -1, []), { class: "map-more" }) : null);
};

/** @returns {function|null} what a press on the name of a group does; null where there is nothing to open. */
Unreel.opensOf = function (app, key, group) {
  if (key === "cluster") return () => app.openCluster(group);
  if (key === "video") return () => app.chooseFrame(app.data.framesOf(group)[0], { flies: true });
  return null;
};

/** @returns {HTMLElement} the scale of a colouring by numbers. */
Unreel.scaleLegend = function (app, colouring) {
  const bar = Unreel.element("div", { class: "map-scale", role: "img", "aria-label": "From " + colouring.low + " to " + colouring.high });
  bar.style.background = "linear-gradient(to right," + Unreel.cividis.map(Unreel.colourCode).join(",") + ")";
  return Unreel.element(
    "div", {}, bar,
    Unreel.element(
      "div", { class: "map-scale-ends" }, Unreel.element("span", {}, colouring.low), Unreel.element("span", {}, colouring.high)),
    colouring.explanation ? Unreel.element("p", { class: "map-quiet" }, colouring.explanation) : null);
};
