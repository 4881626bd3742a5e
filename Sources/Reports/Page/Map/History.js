"use strict";
// Back and Forward: the browser's history has an entry for each view, with its place on the map.

/** What tells one view from another. Other differences, such as colours, make no entry of their own. */
Unreel.viewKeys = ["view", "frame", "cluster", "outline", "search"];

/** @returns {Object} the view of now, for an entry of the history: texts as in the address, and more. */
Unreel.viewOfNow = function (app, renderer) {
  const { values } = app.store;
  const text = (value, usual) => (value === usual ? null : String(value));
  return {
    colour: text(values.colour, app.colourings[0].key),
    ...Unreel.placeOfNow(app.camera),
    frame: values.view === "frame" ? text(values.frame, -1) : null,
    cluster: values.view === "cluster" ? text(values.cluster, -1) : null,
    search: values.search, size: text(values.size, "medium"), map: text(values.map, 0),
    hidden: Unreel.hiddenText(values.hidden), renderer,
    view: values.view, behind: text(values.cluster, -1), outline: values.region ? values.outline : null,
  };
};

/** @returns {Object} where the map is, or where its flight leads. */
Unreel.placeOfNow = function (camera) {
  const place = camera.moving ? camera.goal : camera;
  return {
    x: String(Math.round(place.x)), y: String(Math.round(place.y)), zoom: (place.scale / camera.homeScale).toFixed(3),
  };
};

/** @returns {string} the address of an entry. */
Unreel.addressOfView = function ({ view, behind, outline, ...rest }) {
  return "#" + Unreel.addressOf(rest);
};

/**
 * Keeps the view in the history and in the address.
 *
 * A frame, a cluster, a region, the groups and a search are an entry each. A move, a zoom, a colour, a filter or
 * another map changes the entry there is. Typing makes one entry, and so does stepping through a video: what sets
 * `app.burst` shares an entry with the one before if that had the same.
 */
Unreel.keepHistory = function (app, renderer) {
  const { store, camera } = app;
  let kept = null;
  let written = location.hash;
  let burst = "";
  let timer = 0;
  let leaves = false;
  let restores = false;
  const key = (view) => JSON.stringify(Unreel.viewKeys.map((name) => view[name]));

  const write = (how, view) => {
    const address = Unreel.addressOfView(view);
    try {
      history[how]({ unreel: view }, "", address);
      written = address;
      kept = view;
    } catch {
      // Browsers limit how often a page may do this. The next change writes it.
    }
  };
  const replace = () => {
    clearTimeout(timer);
    const now = Unreel.viewOfNow(app, renderer);
    if (JSON.stringify(kept) !== JSON.stringify(now)) write("replaceState", now);
  };
  app.keepView = replace;
  app.viewChanged = () => {
    clearTimeout(timer);
    timer = setTimeout(replace, 250);
  };

  /** One action changes the store several times: what it leads to is known when it has ended. */
  const leave = () => {
    if (leaves || restores) return;
    leaves = true;
    // The entry that is left keeps its place: a flight to the new view may begin at once.
    const place = Unreel.placeOfNow(camera);
    queueMicrotask(() => {
      leaves = false;
      const now = Unreel.viewOfNow(app, renderer);
      if (kept === null || key(kept) === key(now)) replace();
      else if (app.burst !== "" && app.burst === burst) replace();
      else {
        clearTimeout(timer);
        write("replaceState", { ...kept, ...place });
        write("pushState", now);
      }
      if (kept !== null) burst = app.burst;
      app.burst = "";
    });
  };
  app.burst = "";
  store.listen(["view", "frame", "cluster", "region", "search", "colour", "size", "map", "hidden"], leave);

  const restore = (view, says) => {
    restores = true;
    Unreel.showViewAgain(app, Unreel.checkedView(view, app.data, app.colourings));
    restores = false;
    burst = "";
    if (says) app.say(app.titleText());
  };
  addEventListener("popstate", ({ state }) => {
    if (!state?.unreel) return;
    kept = state.unreel;
    written = location.hash;
    restore(kept, true);
  });
  // Somebody typed another address, or followed a link to a view.
  addEventListener("hashchange", () => {
    if (location.hash === written || !location.hash.includes("=")) return;
    kept = null;
    restore(Unreel.viewOf(location.hash), false);
    replace();
    app.root.scrollIntoView();
  });
  // An address of a section, as the table of contents has it. The map's address replaces it before the page is read to its end.
  const section = location.hash.slice(1);
  if (section && !section.includes("=")) {
    const show = () => document.getElementById(section)?.scrollIntoView();
    if (document.readyState === "complete") show();
    else addEventListener("load", show, { once: true });
  }
};

/** Shows a view that was read from the history or an address. */
Unreel.showViewAgain = function (app, view, flies = true) {
  const { store, camera, data } = app;
  const { colour, search, map, size, frame, cluster, outline } = view;
  const isSame = Unreel.hiddenText(view.hidden) === Unreel.hiddenText(store.values.hidden);
  const hidden = isSame ? store.values.hidden : view.hidden;
  store.set({ colour, search, map, size, hidden });
  let region = null;
  if (outline.length > 0) {
    const shown = new Uint8Array(data.count);
    Unreel.markShown(app, shown, cluster);
    region = Unreel.framesInside(data.maps[map], shown, outline);
  }
  store.set({ frame, cluster, outline, region, hovered: -1, tool: "move", view: view.view });
  if (view.zoom !== null) camera.show(view.x ?? camera.x, view.y ?? camera.y, camera.homeScale * view.zoom, flies);
};
