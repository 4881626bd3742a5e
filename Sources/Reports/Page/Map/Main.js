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
  const app = { root, data, names, colourings, border: 2 };
  app.store = new Unreel.Store({
    colour: first.colour, search: first.search, hidden: first.hidden, map: first.map, size: first.size,
    frame: first.frame ?? -1, cluster: first.cluster ?? -1, region: null, hovered: -1, tool: "move", outline: [],
    view: first.frame !== null ? "frame" : first.cluster !== null ? "cluster" : "groups",
  });
  app.reader = new Unreel.SheetReader(data.sheets, data.count);
  app.thumbnails = new Unreel.Thumbnails(app.reader);
  app.surface = Unreel.element("canvas", {
    class: "map-surface", tabindex: "0", role: "application",
    "aria-label": "Map of frames. Arrows move it, plus and minus zoom, Enter chooses the frame in the middle.",
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
  app.frameElement.append(app.overlay.canvas, Unreel.makeZoomButtons(app), Unreel.makeHover(app), app.toast, app.live);
  app.panel = Unreel.makePanel(app, {
    groups: () => Unreel.groupsView(app), frame: () => Unreel.frameView(app),
    selection: () => Unreel.selectionView(app), cluster: () => Unreel.clusterView(app),
  });
  root.replaceChildren(Unreel.makeToolbar(app), Unreel.element("div", { class: "map-body" }, app.frameElement, app.panel));
  Unreel.keepAddress(app, first.renderer);
  Unreel.listenToPointers(app, app.surface);
  Unreel.listenToKeys(app, app.surface);
  Unreel.printMap(app);
  Unreel.listenToStore(app);
  Unreel.applyFilters(app);
  Unreel.followSize(app, first);
  app.showView();
  // A link to a view leads to the map, wherever it is on the page.
  if (location.hash.includes("=")) root.scrollIntoView();
  return app;
};

/** Makes the renderer: WebGL 2, else Canvas 2D. */
Unreel.addRenderer = function (app, canvasOnly) {
  try {
    if (canvasOnly) throw new Error("The address asks for Canvas 2D.");
    app.renderer = new Unreel.WebGLRenderer(app, app.surface);
  } catch (error) {
    if (!canvasOnly) console.info("Drawing with Canvas 2D: " + error.message);
    // A canvas that was asked for WebGL once gives no other context.
    const fresh = app.surface.cloneNode();
    app.surface.replaceWith(fresh);
    app.surface = fresh;
    app.renderer = new Unreel.CanvasRenderer(app, fresh);
  }
  app.cache = new Unreel.SheetCache(
    app.reader, app.renderer.capacity, (slot, bitmap) => app.renderer.keep(slot, bitmap),
    () => {
      app.scene.request();
      if (app.cache.failures > 0) app.showCount();
    });
};

/** Draws again, filters again and so on when choices change. */
Unreel.listenToStore = function (app) {
  const { store, scene, data, camera } = app;
  store.listen(["hidden", "search"], () => {
    Unreel.applyFilters(app);
    if (store.values.search.trim() !== "" && store.values.view !== "groups") store.set({ view: "groups" });
    else if (store.values.view === "groups") app.showView();
  });
  let open = "";
  store.listen(["view", "cluster"], ({ view, cluster }) => {
    const now = view === "cluster" ? String(cluster) : "";
    if (now !== open) Unreel.applyFilters(app);
    open = now;
  });
  store.listen(["colour"], () => app.recolour());
  store.listen(["size"], () => scene.replace());
  let map = store.values.map;
  store.listen(["map"], () => {
    camera.setBounds(data.maps[store.values.map].x, data.maps[store.values.map].y);
    scene.move(map, store.values.map);
    map = store.values.map;
    store.set({ outline: [], region: null });
  });
  store.listen(["frame", "outline", "view"], () => scene.request());
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
