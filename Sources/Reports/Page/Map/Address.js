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

/** @returns {string} the hidden groups as in the address: `cluster:1,2;part:0`. */
Unreel.hiddenText = function (hidden) {
  return Array.from(hidden).filter(([, groups]) => groups.size > 0)
    .map(([key, groups]) => key + ":" + Array.from(groups).join(",")).join(";");
};

/** @returns {Map<string, Set<number>>} the hidden groups of such a text. */
Unreel.hiddenOf = function (text, colourings) {
  const hidden = new Map();
  for (const part of (text ?? "").split(";")) {
    const [key, numbers] = part.split(":");
    if (numbers && colourings.some((one) => one.key === key))
      hidden.set(key, new Set(numbers.split(",").map(Number).filter(Number.isInteger)));
  }
  return hidden;
};

/**
 * @param {string} second the second of the video, as text; without one the middle frame is meant.
 * @returns {number|null} the frame of a video that an address names; null if there is none.
 */
Unreel.frameOfVideo = function (name, data, second) {
  const video = name === undefined ? -1 : data.videos.findIndex((one) => one.name === name);
  if (video < 0) return null;
  const frames = data.framesOf(video);
  if (frames.length === 0) return null;
  const wanted = parseFloat(second);
  if (!Number.isFinite(wanted)) return frames[Math.floor(frames.length / 2)];
  const distance = (frame) => Math.abs(data.time[frame] - wanted);
  return Array.from(frames).reduce((best, frame) => (distance(frame) < distance(best) ? frame : best));
};

/**
 * Reads a view, and leaves out what this page doesn't have.
 *
 * @param {Object} view texts as in the address. An entry of the history has `view`, `behind` (the cluster that a
 *     frame or a region was chosen from) and `outline` (x and y of each corner of a region) too.
 * @returns {Object} values for the store, and `x`, `y`, `zoom` and `renderer`, which may be null.
 */
Unreel.checkedView = function (view, data, colourings) {
  const number = (text) => (Number.isFinite(parseFloat(text)) ? parseFloat(text) : null);
  const named = Unreel.frameOfVideo(view.video, data, view.second);
  const frame = named ?? Unreel.indexIn(view.frame, data.count);
  const place = named === null ? view : { x: data.maps[0].x[named], y: data.maps[0].y[named], zoom: 8 };
  const cluster = Unreel.indexIn(view.cluster, data.clusters.length);
  const outline = Array.isArray(view.outline) && view.outline.every(Number.isFinite) ? view.outline : [];
  return {
    colour: colourings.some((one) => one.key === view.colour) ? view.colour : colourings[0].key,
    search: named === null ? view.search ?? "" : "",
    hidden: Unreel.hiddenOf(view.hidden, colourings),
    map: Unreel.indexIn(view.map, data.maps.length) ?? 0,
    size: Object.hasOwn(Unreel.pictureSizes, view.size ?? "") ? view.size : "medium",
    frame: frame ?? -1,
    cluster: cluster ?? Unreel.indexIn(view.behind, data.clusters.length) ?? -1,
    outline,
    view: frame !== null ? "frame" : cluster !== null ? "cluster"
      : view.view === "selection" && outline.length > 0 ? "selection" : "groups",
    x: number(place.x), y: number(place.y), zoom: number(place.zoom),
    renderer: view.renderer ?? null,
  };
};

/** Reads the first view: of the entry of the history if the page was open before, else of the address. */
Unreel.readAddress = function (data, colourings) {
  const view = history.state?.unreel ?? Unreel.viewOf(location.hash);
  const query = new URLSearchParams(location.search).get("renderer");
  return Unreel.checkedView({ ...view, renderer: view.renderer ?? query }, data, colourings);
};
