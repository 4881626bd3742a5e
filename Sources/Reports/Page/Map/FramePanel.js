"use strict";
// The view of a frame: large, in its video, and beside what is like it.

/** @returns {Node[]} the view of the chosen frame. */
Unreel.frameView = function (app) {
  const { data } = app;
  const { frame } = app.store.values;
  const number = data.video[frame];
  const video = data.videos[number];
  app.setTitle(Unreel.nameElement(video.name));
  const frames = data.framesOf(number);
  const parts = [
    Unreel.makePlayer(app, frame),
    Unreel.element("dl", { class: "map-facts" }, Unreel.factElements(Unreel.frameFacts(app, frame))),
    Unreel.scoreExplanation(app),
    Unreel.frameActions(app, frame),
    Unreel.strip(app, frames, frame),
  ];
  const near = data.nearestOf(frame);
  if (near.length > 0)
    parts.push(
      Unreel.element("h4", {}, "Nearest frames of other videos"),
      Unreel.pictureList(app, near, {
        width: 88, label: "Nearest frames of other videos",
        name: (other) => Unreel.printable(data.videos[data.video[other]].name),
        caption: (other) => Unreel.tailOfName(data.videos[data.video[other]].name),
      }));
  const videos = video.nearest.filter((other) => data.videos[other]);
  if (videos.length > 0)
    parts.push(
      Unreel.element("h4", {}, videos.length === 1 ? "Nearest video" : "Nearest videos"),
      Unreel.videoList(app, videos.map((other) => ({ video: other, frames: data.framesOf(other) })), "Nearest videos"));
  return parts;
};

/** @returns {HTMLElement|null} what the scores of a frame mean. */
Unreel.scoreExplanation = function (app) {
  const scores = app.colourings.filter((one) => one.explanation);
  if (scores.length === 0) return null;
  return Unreel.element(
    "details", { class: "map-quiet" }, Unreel.element("summary", {}, "What " + scores.map((one) => one.name.toLowerCase()).join(" and ") + " mean"),
    ...scores.map((one) => Unreel.element("p", {}, one.name + ": " + one.explanation)));
};

/** @returns {HTMLElement} what can be done with a frame. */
Unreel.frameActions = function (app, frame) {
  const { data } = app;
  const video = data.videos[data.video[frame]];
  const row = Unreel.element("div", { class: "map-row" });
  const group = video.cluster >= 0 ? video.cluster : data.cluster[frame];
  if (group >= 0) row.append(Unreel.button("Open its group", () => app.openCluster(group)));
  row.append(Unreel.button("Zoom to it", () => app.zoomToFrame(frame)));
  const path = video.path ?? video.name;
  row.append(Unreel.copyButton(app, "Copy its path", () => path, "the path", { title: path }), Unreel.linkButton(app));
  return row;
};

/**
 * Makes the strip of a video: its frames in the order of time. The chosen one is marked.
 *
 * @param {Object} app the parts of the page.
 * @param {Uint32Array} frames the video's frames, by time.
 * @param {number} frame the chosen frame.
 * @returns {HTMLElement}
 */
Unreel.strip = function (app, frames, frame) {
  const place = frames.indexOf(frame);
  // A long video has thousands of frames: the strip begins with those around the chosen one.
  const limit = 120;
  const first = Unreel.clamp(place - limit / 2, 0, Math.max(0, frames.length - limit));
  const list = Unreel.pictureList(app, frames, {
    width: 56, label: "Frames of this video, by time", marked: frame, kind: "map-strip", limit, first,
    caption: (one) => Unreel.timeText(app.data.time[one]),
  });
  // The strip moves to the chosen frame once it is laid out.
  requestAnimationFrame(() => {
    const strip = list.querySelector(".map-strip");
    const item = strip?.children[place - first];
    if (item) strip.scrollLeft = item.offsetLeft - strip.offsetLeft - strip.clientWidth / 2 + item.offsetWidth / 2;
  });
  return Unreel.element(
    "div", {},
    Unreel.element(
      "div", { class: "map-strip-head" }, Unreel.element("h4", {}, "Frame " + (place + 1) + " of " + frames.length),
      Unreel.button("‹", () => app.stepFrame(-1), { "aria-label": "Frame before", disabled: place === 0 }),
      Unreel.button("›", () => app.stepFrame(1), { "aria-label": "Frame after", disabled: place === frames.length - 1 })),
    list,
    frames.length < 2 ? null : Unreel.element(
      "p", { class: "map-quiet" }, "The line is the video’s path over the map, from its begin (○) to its end."));
};
