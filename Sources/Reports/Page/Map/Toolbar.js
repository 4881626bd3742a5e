"use strict";
// The row above the map.

/** Makes the toolbar. */
Unreel.makeToolbar = function (app) {
  const { store, data } = app;
  const tools = Unreel.element("div", { class: "map-group", role: "group", "aria-label": "What a drag does" });
  const toolButtons = [["move", "Move"], ["box", "Box"], ["lasso", "Lasso"]].map(([tool, label]) => {
    const button = Unreel.button(label, () => store.set({ tool }), { "data-tool": tool });
    tools.append(button);
    return button;
  });
  const showTool = () => {
    for (const button of toolButtons)
      button.setAttribute("aria-pressed", String(button.dataset.tool === store.values.tool));
    app.surface.classList.toggle("map-drawing", store.values.tool !== "move");
  };
  store.listen(["tool"], showTool);
  showTool();

  const colour = Unreel.menu(
    "Colour", app.colourings.map((one) => [one.key, one.name]), store.values.colour, (value) => {
      store.set({ colour: value, view: "groups", cluster: -1 });
    });
  store.listen(["colour"], (values) => { colour.select.value = values.colour; });
  const size = Unreel.menu(
    "Pictures", [["small", "Small"], ["medium", "Medium"], ["large", "Large"], ["none", "None"]], store.values.size,
    (value) => store.set({ size: value }));
  const map = data.maps.length > 1
    ? Unreel.menu("Map", data.maps.map((one, i) => [String(i), one.name]), String(store.values.map), (value) => store.set({ map: Number(value) }))
    : null;
  const count = Unreel.element("span", { class: "map-total" });
  app.showCount = () => {
    const { shownCount } = app.scene;
    const missing = app.cache?.failures > 0 ? " · pictures missing: " + app.cache.lastFailure : "";
    const of = (shown, all, noun) => (shown === all ? "" : Unreel.countText(shown) + " of ") + Unreel.counted(all, noun);
    // The videos of a group are other ones than those with a frame that looks like it.
    const videos = store.values.view === "cluster" ? "" : of(app.shownVideos(), data.videos.length, "video") + " · ";
    count.textContent = videos + of(shownCount, data.count, "frame") + missing;
  };
  app.shownVideos = () => {
    const seen = new Uint8Array(data.videos.length);
    for (let i = 0; i < data.count; i++) if (app.scene.shown[i]) seen[data.video[i]] = 1;
    return seen.reduce((sum, one) => sum + one, 0);
  };
  return Unreel.element(
    "div", { class: "map-toolbar", role: "group", "aria-label": "What the map shows" },
    Unreel.makeSearch(app), colour, size, map, tools, count);
};

/** Four corners. It is drawn because few fonts have a sign for it. */
Unreel.cornersIcon = function () {
  const make = (name, attributes) => {
    const element = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    return element;
  };
  const icon = make("svg", { viewBox: "0 0 16 16", width: "14", height: "14", "aria-hidden": "true" });
  icon.append(make("path", {
    d: "M2 6V2h4M10 2h4v4M14 10v4h-4M6 14H2v-4", fill: "none", stroke: "currentColor", "stroke-width": "1.6",
  }));
  return icon;
};

/** Makes the buttons that lie on the map: zoom, everything, the full screen and the keys. */
Unreel.makeZoomButtons = function (app) {
  const { camera } = app;
  const table = (rows) => Unreel.element("dl", {}, rows.map(([what, action]) => Unreel.element(
    "div", {}, Unreel.element("dt", {}, what), Unreel.element("dd", {}, action))));
  const help = Unreel.element(
    "dialog", { class: "map-help", "aria-label": "How to use the map" },
    Unreel.element("h3", {}, "Mouse and fingers"), table(Unreel.pointerHelp),
    Unreel.element("h3", {}, "Keys, after a click on the map"), table(Unreel.keys),
    Unreel.button("Close", () => help.close()));
  app.showKeys = () => help.showModal();
  return Unreel.element(
    "div", { class: "map-buttons", role: "group", "aria-label": "View of the map" },
    Unreel.button("+", () => camera.zoom(1.6, undefined, undefined, true), { "aria-label": "Zoom in" }),
    Unreel.button("−", () => camera.zoom(1 / 1.6, undefined, undefined, true), { "aria-label": "Zoom out" }),
    Unreel.button("All", () => camera.showAll(), { "aria-label": "Show everything" }),
    app.fullButton,
    Unreel.button("?", app.showKeys, { "aria-label": "How to use the map", "aria-haspopup": "dialog" }),
    help);
};
