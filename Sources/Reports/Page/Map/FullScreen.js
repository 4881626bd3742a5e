"use strict";
// The map on the whole screen, also where the browser has no full screen, as on some phones.

/** Adds the actions for the full screen. */
Unreel.addFullScreen = function (app) {
  const { root } = app;
  const fills = () => root.classList.contains("map-filling");
  const fill = (on) => {
    root.classList.toggle("map-filling", on);
    document.documentElement.classList.toggle("map-filled", on);
    changed();
  };
  const changed = () => app.fullButton.setAttribute("aria-pressed", String(app.isFull()));
  app.isFull = () => document.fullscreenElement === root || fills();
  app.toggleFull = async () => {
    if (document.fullscreenElement) document.exitFullscreen();
    else if (fills()) fill(false);
    else {
      try {
        await root.requestFullscreen();
      } catch {
        // No full screen for elements, or it is refused: the map fills the window.
        fill(true);
      }
    }
  };
  app.fullButton = Unreel.button("", app.toggleFull, { title: "Full screen" });
  app.fullButton.append(Unreel.cornersIcon());
  changed();
  document.addEventListener("fullscreenchange", changed);
};

/**
 * Keeps two fingers for the map and leaves one to the page.
 *
 * In the page, one finger scrolls: a map that took it would trap who scrolls past it. On the full screen, and while a
 * box or a lasso is drawn, the map takes one finger too (`touch-action` in `Map.css`).
 */
Unreel.listenToFingers = function (app, surface) {
  const take = (event) => {
    if (event.touches.length > 1 && event.cancelable) event.preventDefault();
  };
  surface.addEventListener("touchstart", take, { passive: false });
  surface.addEventListener("touchmove", take, { passive: false });
};

/** Makes the hint for one finger on the map. */
Unreel.makeFingerHint = function (app) {
  const hint = Unreel.element("p", { class: "map-hint", hidden: true, "aria-hidden": "true" }, "Two fingers move the map");
  let timer = 0;
  app.hintAtFingers = () => {
    hint.hidden = false;
    clearTimeout(timer);
    timer = setTimeout(() => { hint.hidden = true; }, 1200);
  };
  return hint;
};
