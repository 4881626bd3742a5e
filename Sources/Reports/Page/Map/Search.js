"use strict";
// The search for names.

/** Makes the field that searches names and paths of videos. */
Unreel.makeSearch = function (app) {
  const { store } = app;
  let timer = 0;
  const field = Unreel.element("input", {
    type: "search", placeholder: "Search videos", "aria-label": "Search videos by name", value: store.values.search,
    autocomplete: "off", spellcheck: "false",
    oninput: () => {
      // Each letter filters all frames: wait until the typing pauses.
      clearTimeout(timer);
      timer = setTimeout(() => store.set({ search: field.value }), 120);
    },
    onkeydown: (event) => {
      if (event.key !== "Enter") return;
      clearTimeout(timer);
      store.set({ search: field.value });
      app.zoomToShown();
    },
  });
  store.listen(["search"], ({ search }) => {
    if (field.value !== search) field.value = search;
  });
  app.searchField = field;
  return field;
};

/** Applies the search, the hidden groups and the open group: marks the shown frames and draws again. */
Unreel.applyFilters = function (app) {
  const { data, scene, store, colourings } = app;
  const { hidden, search, view, cluster } = store.values;
  if (view === "cluster") {
    // The open group alone, even if its legend hides it.
    scene.shownCount = 0;
    for (let i = 0; i < data.count; i++) scene.shownCount += scene.shown[i] = data.cluster[i] === cluster ? 1 : 0;
  } else scene.shownCount = Unreel.filterFrames(scene.shown, data, colourings, hidden, search);
  app.recolour();
  scene.replace();
  app.showCount();
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
