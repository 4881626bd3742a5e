"use strict";
// The view in the address, so that a link opens the same place.

/**
 * Writes a view as the part of an address after `#`.
 *
 * @param {Object} view `colour`, `x`, `y`, `zoom` (relative to the zoom that shows everything),
 *     `frame`, `cluster`, `search`, `size`, `map`, `hidden`, `renderer`; what is null is left out.
 * @returns {string}
 */
Unreel.addressOf = function (view) {
  return Object.entries(view)
    .filter(([, value]) => value !== null && value !== undefined && value !== "")
    .map(([name, value]) => name + "=" + encodeURIComponent(value))
    .join("&");
};

/**
 * Reads such a part. What it doesn't know or can't read is left out: an address is input.
 *
 * @param {string} text the part, with or without `#`.
 * @returns {Object<string, string>}
 */
Unreel.viewOf = function (text) {
  const view = {};
  for (const part of text.replace(/^#/, "").split("&")) {
    const at = part.indexOf("=");
    if (at < 1) continue;
    try {
      view[part.slice(0, at)] = decodeURIComponent(part.slice(at + 1));
    } catch {
      // A broken escape: as if it weren't there.
    }
  }
  return view;
};

/** @returns {number|null} a whole number from 0 to `end - 1`, else null. */
Unreel.indexIn = function (text, end) {
  return /^\d{1,9}$/.test(text ?? "") && Number(text) < end ? Number(text) : null;
};

/** Reads the first values of the store and the renderer from the address. */
Unreel.readAddress = function (data, colourings) {
  const view = Unreel.viewOf(location.hash);
  const query = new URLSearchParams(location.search);
  const hidden = new Map();
  for (const part of (view.hidden ?? "").split(";")) {
    const [key, numbers] = part.split(":");
    if (numbers && colourings.some((one) => one.key === key))
      hidden.set(key, new Set(numbers.split(",").map(Number).filter(Number.isInteger)));
  }
  const number = (text) => (Number.isFinite(parseFloat(text)) ? parseFloat(text) : null);
  return {
    colour: colourings.some((one) => one.key === view.colour) ? view.colour : colourings[0].key,
    frame: Unreel.indexIn(view.frame, data.count),
    cluster: Unreel.indexIn(view.cluster, data.clusters.length),
    map: Unreel.indexIn(view.map, data.maps.length) ?? 0,
    size: Object.hasOwn(Unreel.pictureSizes, view.size ?? "") ? view.size : "medium",
    search: view.search ?? "",
    hidden,
    x: number(view.x), y: number(view.y), zoom: number(view.zoom),
    renderer: view.renderer ?? query.get("renderer"),
  };
};

/** Writes the view into the address, a moment after it changed. It adds nothing to the history. */
Unreel.keepAddress = function (app, renderer) {
  const { store, camera } = app;
  let timer = 0;
  let written = location.hash;
  const write = () => {
    const values = store.values;
    const hidden = Array.from(values.hidden).filter(([, set]) => set.size > 0)
      .map(([key, set]) => key + ":" + Array.from(set).join(",")).join(";");
    const address = "#" + Unreel.addressOf({
      colour: values.colour === app.colourings[0].key ? null : values.colour,
      x: Math.round(camera.x), y: Math.round(camera.y),
      zoom: (camera.scale / camera.homeScale).toFixed(3),
      frame: values.view === "frame" ? values.frame : null,
      cluster: values.view === "cluster" ? values.cluster : null,
      search: values.search, size: values.size === "medium" ? null : values.size,
      map: values.map === 0 ? null : values.map, hidden, renderer,
    });
    if (address === written) return;
    written = address;
    try {
      history.replaceState(null, "", address);
    } catch {
      // Browsers limit how often a page may do this. The next change writes it.
    }
  };
  app.viewChanged = () => {
    clearTimeout(timer);
    timer = setTimeout(write, 250);
  };
  store.listen(["colour", "frame", "cluster", "view", "search", "size", "map", "hidden"], app.viewChanged);
  addEventListener("hashchange", () => {
    if (location.hash !== written && location.hash.includes("=")) app.openAddress();
  });
};
