"use strict";
// The keyboard.

/** The keys, for the help text. */
Unreel.keys = [
  ["Arrows", "move the map"],
  ["+ and −", "zoom"],
  ["0", "show everything"],
  ["Enter", "choose the frame at the cross in the middle"],
  [", and .", "the video's frame before and after"],
  ["S", "select all frames in sight"],
  ["/", "search"],
  ["?", "show these keys"],
  ["Escape", "close, one thing after another"],
  ["Shift and drag", "select by a box"],
];

/** Lets keys move the map and choose frames while the map has the focus. */
Unreel.listenToKeys = function (app, surface) {
  const { camera, scene, store } = app;
  const step = 90;
  const actions = {
    ArrowLeft: () => camera.pan(step, 0, true),
    ArrowRight: () => camera.pan(-step, 0, true),
    ArrowUp: () => camera.pan(0, step, true),
    ArrowDown: () => camera.pan(0, -step, true),
    "+": () => camera.zoom(1.5, undefined, undefined, true),
    "=": () => camera.zoom(1.5, undefined, undefined, true),
    "-": () => camera.zoom(1 / 1.5, undefined, undefined, true),
    0: () => camera.showAll(),
    Enter: () => app.chooseFrame(app.middleFrame()),
    ",": () => app.stepFrame(-1),
    ".": () => app.stepFrame(1),
    s: () => app.chooseRegion([
      camera.mapX(0), camera.mapY(0), camera.mapX(camera.width), camera.mapY(0),
      camera.mapX(camera.width), camera.mapY(camera.height), camera.mapX(0), camera.mapY(camera.height),
    ]),
  };
  surface.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const action = actions[event.key] ?? actions[event.key.toLowerCase()];
    if (!action) return;
    event.preventDefault();
    app.overlay.showsCross = true;
    action();
    scene.request();
    // The middle is what a keyboard points at: say what lies there once the flight is over.
    clearTimeout(app.sayTimer);
    app.sayTimer = setTimeout(() => app.say(app.describeMiddle()), 400);
  });
  surface.addEventListener("blur", () => {
    app.overlay.showsCross = false;
    scene.request();
  });
};

/** Lets keys search, help and lead back, wherever on the map the focus is. */
Unreel.listenToShortcuts = function (app) {
  app.root.addEventListener("keydown", (event) => {
    // Escape closes an open dialog by itself.
    if (event.target.closest?.("dialog")) return;
    const typing = event.target.matches?.("input, textarea, select");
    if (event.key === "?" && !typing) app.showKeys();
    else if (event.key === "/" && !typing) {
      event.preventDefault();
      app.searchField.focus();
    } else if (event.key === "Escape" && !event.defaultPrevented) {
      if (typing && event.target.value !== "" && event.target === app.searchField) app.searchFor("");
      else if (app.root.classList.contains("map-filling")) app.toggleFull();
      else app.goBack();
    }
  });
};
