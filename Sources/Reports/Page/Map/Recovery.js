"use strict";
// A browser takes the graphics memory away when it is short or the driver restarts. The map comes back.

/** How long the map waits for WebGL, in milliseconds, before it is drawn with Canvas 2D. */
Unreel.patience = 2000;

/** Makes the store of decoded sheets for the renderer there is. */
Unreel.makeCache = function (app) {
  const cache = new Unreel.SheetCache(
    app.reader, app.renderer.capacity,
    // A sheet may arrive after the renderer that asked for it is gone.
    (slot, bitmap) => (cache === app.cache ? app.renderer.keep(slot, bitmap) : bitmap.close()),
    () => {
      app.scene.request();
      if (cache.failures > 0) app.showCount();
    });
  app.cache = cache;
};

/** Draws with Canvas 2D from now on. */
Unreel.useCanvas = function (app) {
  // A canvas that was asked for WebGL once gives no other context.
  const fresh = app.surface.cloneNode();
  const hasFocus = app.surface === document.activeElement;
  app.surface.replaceWith(fresh);
  fresh.width = app.surface.width;
  fresh.height = app.surface.height;
  app.surface = fresh;
  app.renderer = new Unreel.CanvasRenderer(app, fresh);
  if (hasFocus) fresh.focus({ preventScroll: true });
};

/** Waits for lost graphics memory; if it does not come back, the map is drawn with Canvas 2D. */
Unreel.recoverContext = function (app) {
  const canvas = app.surface;
  let timer = 0;
  const fallBack = () => {
    if (app.surface !== canvas) return;
    Unreel.useCanvas(app);
    Unreel.listenToSurface(app);
    again();
  };
  const again = () => {
    Unreel.makeCache(app);
    app.recolour();
  };
  canvas.addEventListener("webglcontextlost", (event) => {
    // Without this the browser never gives it back.
    event.preventDefault();
    timer = setTimeout(fallBack, Unreel.patience);
  });
  canvas.addEventListener("webglcontextrestored", () => {
    clearTimeout(timer);
    if (app.surface !== canvas) return;
    try {
      app.renderer.build();
      again();
    } catch (error) {
      console.info("Drawing with Canvas 2D: " + error.message);
      fallBack();
    }
  });
};
