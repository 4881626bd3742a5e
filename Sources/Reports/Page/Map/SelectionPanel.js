"use strict";
// The view of a region: its videos and frames, and ways to take them along.

/** @returns {Node[]} the view of the frames in the box or the lasso. */
Unreel.selectionView = function (app) {
  const { data } = app;
  const frames = app.store.values.region ?? [];
  const groups = data.videosOf(frames);
  app.setTitle(Unreel.counted(groups.length, "video") + ", " + Unreel.counted(frames.length, "frame"));
  if (frames.length === 0) return [Unreel.element("p", { class: "map-quiet" }, "No frame lies in this region.")];
  const paths = groups.map((group) => data.videos[group.video].path ?? data.videos[group.video].name);
  return [
    Unreel.element(
      "div", { class: "map-row" },
      Unreel.button("Copy the list of videos", () => app.copy(paths.join("\n") + "\n", "The list")),
      Unreel.button("Save as CSV", () => Unreel.save("selection.csv", Unreel.framesAsCSV(data, frames)))),
    Unreel.element("h4", {}, "Videos"),
    Unreel.videoList(app, groups, "Videos in the region"),
    Unreel.commandParts(app, paths),
    Unreel.element("h4", {}, "Frames"),
    Unreel.pictureList(app, frames, {
      width: 56, label: "Frames in the region",
      name: (frame) => Unreel.printable(data.videos[data.video[frame]].name),
    }),
  ];
};

/** @returns {HTMLElement} the command line that puts videos into a folder. */
Unreel.commandParts = function (app, paths) {
  const text = Unreel.element("textarea", { class: "map-command", readonly: true, rows: 6, "aria-label": "Command line", spellcheck: "false" });
  const folder = Unreel.element("input", { type: "text", value: "selection", "aria-label": "Name of the folder" });
  let copies = false;
  const write = () => {
    text.value = Unreel.shellCommand(paths, folder.value.trim() || "selection", copies);
  };
  folder.addEventListener("input", write);
  write();
  return Unreel.element(
    "div", { class: "map-screen" },
    Unreel.element("h4", {}, "Put them into a folder"),
    Unreel.element(
      "p", { class: "map-quiet" },
      "Run this in the folder of this page. It changes no video and overwrites no file."),
    Unreel.element(
      "div", { class: "map-row" },
      Unreel.menu("How", [["link", "Link"], ["copy", "Copy"]], "link", (value) => {
        copies = value === "copy";
        write();
      }),
      folder),
    text,
    Unreel.element("div", { class: "map-row" }, Unreel.button("Copy the command", () => app.copy(text.value, "The command"))));
};
