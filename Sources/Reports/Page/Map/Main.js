"use strict";
// Puts the parts together. Modules read the parts from `app` and the user's choices from its store.

/**
 * Starts the map in the element `map`.
 *
 * If something is wrong with the data, the element says what, and the rest of the page works.
 */
Unreel.start = function () {
  const root = document.getElementById("map");
  if (!root) return;
  try {
    const app = Unreel.build(root, JSON.parse(document.getElementById("map-data").textContent));
    Unreel.app = app;
  } catch (error) {
    root.setAttribute("aria-label", "Map");
  root.replaceChildren(Unreel.element("p", { class: "map-quiet", role: "alert" }, "The map can’t be shown: " + error.message));
    console.error(error);
  }
};

/** Builds all parts of the map. */
Unreel.build = function (root, json) {
  const data = new Unreel.MapData(json);
  const names = new Unreel.ClusterNames(data);
  const colourings = Unreel.colourings(data, names);
  const first = Unreel.readAddress(data, colourings);
  const app = { root, data, names, colourings, border: 2, finder: new Unreel.VideoFinder(data, names) };
  app.store = new Unreel.Store({
    colour: first.colour, search: first.search, hidden: first.hidden, map: first.map, size: first.size,
    frame: first.frame, cluster: first.cluster, region: null, hovered: -1, tool: "move", outline: [],
    view: first.view,
  });
  app.reader = new Unreel.SheetReader(data.sheets, data.count);
  app.thumbnails = new Unreel.Thumbnails(app.reader);
  app.surface = Unreel.element("canvas", {
    class: "map-surface", tabindex: "0", role: "application",
    "aria-label": "Map of frames",
    "aria-description": "Arrows move it, plus and minus zoom, Enter chooses the frame in the middle.",
  });
  app.frameElement = Unreel.element("div", { class: "map-frame" }, app.surface);
  app.camera = new Unreel.Camera(() => {
    app.scene?.request();
    app.viewChanged?.();
  });
  app.scene = new Unreel.Scene(app, app.frameElement);
  app.scene.first = app.scene.second = first.map;
  app.camera.setBounds(data.maps[first.map].x, data.maps[first.map].y);
  Unreel.addActions(app);
  Unreel.addRenderer(app, first.renderer === "canvas");
  app.overlay = new Unreel.Overlay(app, Unreel.element("canvas", { class: "map-overlay", "aria-hidden": "true" }));
  app.live = Unreel.element("p", { class: "hidden", role: "status", "aria-live": "polite" });
  app.toast = Unreel.element("p", { class: "map-toast", hidden: true, "aria-hidden": "true" });
  Unreel.addFullScreen(app);
  app.frameElement.append(app.overlay.canvas, Unreel.makeFingerHint(app), Unreel.makeZoomButtons(app), Unreel.makeHover(app), app.toast, app.live);
  Unreel.listenToStore(app);
  app.panel = Unreel.makePanel(app, {
    groups: () => Unreel.groupsView(app), frame: () => Unreel.frameView(app),
    selection: () => Unreel.selectionView(app), cluster: () => Unreel.clusterView(app),
  });
  root.setAttribute("aria-label", "Map");
  root.replaceChildren(Unreel.makeToolbar(app), Unreel.element("div", { class: "map-body" }, app.frameElement, app.panel));
  Unreel.keepHistory(app, first.renderer);
  Unreel.listenToSurface(app);
  Unreel.listenToShortcuts(app);
  Unreel.printMap(app);
  Unreel.applyFilters(app);
  Unreel.followSize(app, first);
  app.showView();
  // An entry of the history knows its region; an address doesn't.
  if (first.outline.length > 0) Unreel.showViewAgain(app, first, false);
  // A link to a view leads to the map, wherever it is on the page. A page that was left keeps its place by itself.
  if (location.hash.includes("=") && !history.state?.unreel) root.scrollIntoView();
  app.keepView();
  return app;
};

/** Makes the renderer: WebGL 2, else Canvas 2D. */
Unreel.addRenderer = function (app, canvasOnly) {
  try {
    if (canvasOnly) throw new Error("The address asks for Canvas 2D.");
    app.renderer = new Unreel.WebGLRenderer(app, app.surface);
    Unreel.recoverContext(app);
  } catch (error) {
    if (!canvasOnly) console.info("Drawing with Canvas 2D: " + error.message);
    Unreel.useCanvas(app);
  }
  Unreel.makeCache(app);
};

/** Lets the user reach the map; a fresh canvas needs this again. */
Unreel.listenToSurface = function (app) {
  Unreel.listenToPointers(app, app.surface);
  Unreel.listenToFingers(app, app.surface);
  Unreel.listenToKeys(app, app.surface);
};

/** Draws again, filters again and so on when choices change. */
Unreel.listenToStore = function (app) {
  const { store, scene, data, camera } = app;
  let open = store.values.view === "cluster" ? store.values.cluster : -1;
  store.listen(["hidden", "search", "view", "cluster"], ({ view, cluster }, names) => {
    const now = view === "cluster" ? cluster : -1;
    if (now !== open || names.has("hidden") || names.has("search")) Unreel.applyFilters(app);
    open = now;
  });
  store.listen(["colour"], () => app.recolour());
  store.listen(["size"], () => scene.replace());
  let map = store.values.map;
  store.listen(["map"], () => {
    camera.setBounds(data.maps[store.values.map].x, data.maps[store.values.map].y);
    scene.move(map, store.values.map);
    map = store.values.map;
    // An outline on one map surrounds other frames on another.
    store.set({ outline: [], region: null, view: store.values.view === "selection" ? "groups" : store.values.view });
  });
  store.listen(["frame", "outline", "view"], () => scene.request(false));
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
    app.recolour();
    app.showView();
  });
};

/** Keeps the canvases as large as their element, in the screen's own pixels. */
Unreel.followSize = function (app, first) {
  const { camera, frameElement, scene } = app;
  let begun = false;
  const fit = () => {
    const { clientWidth: width, clientHeight: height } = frameElement;
    if (width === 0 || height === 0) return;
    for (const canvas of [app.surface, app.overlay.canvas]) {
      canvas.width = Math.round(width * devicePixelRatio);
      canvas.height = Math.round(height * devicePixelRatio);
    }
    camera.resize(width, height);
    if (!begun) {
      begun = true;
      camera.showAll(false);
      if (first.zoom !== null)
        camera.show(first.x ?? camera.x, first.y ?? camera.y, camera.homeScale * first.zoom, false);
    }
    scene.replace();
  };
  new ResizeObserver(fit).observe(frameElement);
  fit();
};
