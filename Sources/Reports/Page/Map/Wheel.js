"use strict";
// The wheel: whose it is, the map's or the page's, and the zoom by it.

/**
 * Lets the wheel zoom the map, once the map has it.
 *
 * A map that takes every wheel traps who scrolls past it. So a plain wheel scrolls the page until the user clicks or
 * focuses the map. Escape and a click or the focus outside the map and its panel give it back. Ctrl and the wheel, the
 * pinch of a trackpad (browsers tell of it as a wheel with Ctrl) and the full screen always zoom.
 */
Unreel.listenToWheel = function (app, surface) {
  const { camera } = app;
  surface.addEventListener("wheel", (event) => {
    if (!app.hasWheel && !event.ctrlKey && !event.metaKey && !app.isFull()) {
      app.hint(Unreel.wheelHint);
      return;
    }
    event.preventDefault();
    const box = surface.getBoundingClientRect();
    // A wheel tells lines or pixels; a trackpad's pinch has small steps.
    const pixels = event.deltaY * (event.deltaMode === 1 ? 16 : event.deltaMode === 2 ? 400 : 1);
    const isPinch = event.ctrlKey && Math.abs(pixels) < 40;
    const factor = Math.exp(-Unreel.clamp(pixels, -240, 240) * (isPinch ? 0.01 : 0.0025));
    // A wheel's big steps fly; a trackpad's small ones are smooth by themselves.
    camera.zoom(factor, event.clientX - box.left, event.clientY - box.top, Math.abs(pixels) > 40);
  }, { passive: false });
  surface.addEventListener("pointerdown", () => { app.hasWheel = true; });
  surface.addEventListener("focus", () => { app.hasWheel = true; });
};

/** What a plain wheel over a map that doesn't have it shows. */
Unreel.wheelHint = "Click the map, or hold Ctrl, to zoom with the wheel";

/** Gives the wheel back to the page. */
Unreel.releaseWheel = function (app) {
  app.hasWheel = false;
  const leave = (event) => {
    if (!app.root.contains(event.target)) app.hasWheel = false;
  };
  document.addEventListener("pointerdown", leave, true);
  document.addEventListener("focusin", leave, true);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") app.hasWheel = false;
  }, true);
};
