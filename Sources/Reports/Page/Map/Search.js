"use strict";
// The search for names.

/** Makes the field that searches videos. */
Unreel.makeSearch = function (app) {
  const { store } = app;
  let timer = 0;
  const search = () => {
    clearTimeout(timer);
    if (field.value === store.values.search) return;
    app.searchFor(field.value);
    app.say(Unreel.foundText(app) + " found.");
  };
  const what = Unreel.alternatives(app.finder.fields);
  const field = Unreel.element("input", {
    type: "search", placeholder: what[0].toUpperCase() + what.slice(1),
    "aria-label": "Search videos by " + what, value: store.values.search, autocomplete: "off", spellcheck: "false",
    oninput: () => {
      // Each letter filters all frames: wait until the typing pauses.
      clearTimeout(timer);
      timer = setTimeout(search, 120);
    },
    onkeydown: (event) => {
      if (event.key !== "Enter") return;
      search();
      app.zoomToShown();
    },
  });
  store.listen(["search"], ({ search }) => {
    if (field.value !== search) field.value = search;
  });
  app.searchField = field;
  return field;
};

/**
 * Marks the frames that are shown: an open group alone, even if its legend hides it; else what the search finds
 * and no filter hides.
 *
 * @returns {number} how many frames are shown.
 */
Unreel.markShown = function (app, shown, cluster) {
  const { data, store, colourings } = app;
  const { hidden, search } = store.values;
  if (cluster < 0) return Unreel.filterFrames(shown, data, colourings, hidden, app.finder.find(search));
  let count = 0;
  for (let i = 0; i < data.count; i++) count += shown[i] = data.cluster[i] === cluster ? 1 : 0;
  return count;
};

/** Applies the search, the hidden groups and the open group: marks the shown frames and draws again. */
Unreel.applyFilters = function (app) {
  const { scene, store } = app;
  const { view, cluster } = store.values;
  scene.shownCount = Unreel.markShown(app, scene.shown, view === "cluster" ? cluster : -1);
  app.recolour();
  scene.replace();
  app.showCount();
};

/** @returns {string} how many videos and frames are shown. */
Unreel.foundText = function (app) {
  return Unreel.counted(app.shownVideos(), "video") + ", " + Unreel.counted(app.scene.shownCount, "frame");
};

/** Shows all frames that no filter hides. */
Unreel.zoomToShown = function (app) {
  const { data, scene, camera, store } = app;
  const map = data.maps[store.values.map];
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let i = 0; i < data.count; i++) {
    if (!scene.shown[i]) continue;
    left = Math.min(left, map.x[i]);
    right = Math.max(right, map.x[i]);
    top = Math.min(top, map.y[i]);
    bottom = Math.max(bottom, map.y[i]);
  }
  if (left > right) return;
  const scale = Math.min(
    (camera.width - 120) / Math.max(1, right - left), (camera.height - 120) / Math.max(1, bottom - top), camera.homeScale * 16);
  camera.show((left + right) / 2, (top + bottom) / 2, scale);
};
