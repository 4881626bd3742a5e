"use strict";
// The note beside the pointer.

/**
 * What is known of a frame, as pairs of a name and a value.
 *
 * @returns {Array<[string, string]>}
 */
Unreel.frameFacts = function (app, frame) {
  const { data, names } = app;
  const video = data.videos[data.video[frame]];
  const facts = [];
  const time = Unreel.timeText(data.time[frame]);
  facts.push(["Time", data.number ? time + " (frame " + data.number[frame] + ")" : time]);
  if (video.cluster >= 0) facts.push(["Group", names.of(video.cluster)]);
  // A frame can look like another group than the one its video is in.
  if (data.cluster[frame] >= 0 && data.cluster[frame] !== video.cluster)
    facts.push(["Looks like", names.of(data.cluster[frame])]);
  if (video.category >= 0) facts.push(["Category", data.categories[video.category].name]);
  if (data.sure) facts.push(["Sureness", Unreel.shareText(data.sure[frame] / 255)]);
  if (data.outlier) facts.push(["Strangeness", Unreel.shareText(data.outlier[frame] / 255)]);
  if (video.part >= 0) facts.push(["Part", data.parts[video.part]]);
  if (data.modality && data.modalities.length > 1) facts.push(["Modality", data.modalities[data.modality[frame]]]);
  return facts;
};

/** @returns {string} a frame in a sentence, for screen readers. */
Unreel.frameSentence = function (app, frame) {
  const video = app.data.videos[app.data.video[frame]];
  const facts = Unreel.frameFacts(app, frame).map(([name, value]) => name + ": " + Unreel.printable(value));
  return Unreel.printable(video.name) + ". " + facts.join(", ") + ".";
};

/** Shows the note for the frame under the pointer. */
Unreel.makeHover = function (app) {
  const note = Unreel.element("div", { class: "map-note", hidden: true, "aria-hidden": "true" });
  const name = Unreel.element("div", { class: "map-note-name" });
  const facts = Unreel.element("dl", { class: "map-facts" });
  const picture = app.thumbnails.canvas(0, 112);
  app.thumbnails.observer.unobserve(picture);
  note.append(picture, Unreel.element("div", {}, name, facts));
  app.store.listen(["hovered"], ({ hovered }) => {
    note.hidden = hovered < 0;
    app.scene.request(false);
    app.surface.classList.toggle("map-pointing", hovered >= 0);
    if (hovered < 0) return;
    name.replaceChildren(Unreel.nameElement(app.data.videos[app.data.video[hovered]].name));
    facts.replaceChildren(...Unreel.factElements(Unreel.frameFacts(app, hovered).slice(0, 6)));
    // A large picture on the map needs no second one in the note.
    picture.hidden = app.reader.levels.length === 0 || (app.scene.isPicture(hovered) && app.scene.width >= 90);
    if (!picture.hidden) app.thumbnails.show(picture, hovered);
    Unreel.placeNote(app, note, hovered);
  });
  return note;
};

/** Puts the note beside a frame, inside the window. */
Unreel.placeNote = function (app, note, frame) {
  const { scene, camera } = app;
  const gapX = scene.isPicture(frame) ? scene.width / 2 + 10 : 16;
  const x = scene.screenX(frame);
  const y = scene.screenY(frame);
  const { offsetWidth: width, offsetHeight: height } = note;
  const left = x + gapX + width < camera.width ? x + gapX : Math.max(4, x - gapX - width);
  note.style.left = left + "px";
  note.style.top = Unreel.clamp(y - height / 2, 4, Math.max(4, camera.height - height - 4)) + "px";
};

/** @returns {HTMLElement[]} terms and descriptions for a `dl`. */
Unreel.factElements = function (facts) {
  return facts.map(([name, value]) => Unreel.element(
    "div", {}, Unreel.element("dt", {}, name), Unreel.element("dd", {}, Unreel.element("bdi", {}, Unreel.printable(value)))));
};
