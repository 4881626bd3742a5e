"use strict";
// The mouse, the pen and fingers.

/**
 * Lets pointers move the map, choose frames and draw regions.
 *
 * A drag moves; a wheel and two fingers zoom; one finger moves the page (`FullScreen.js`); a click chooses a frame; a drag with Shift draws a box.
 * The tools of the toolbar make a plain drag draw a box or a lasso.
 */
Unreel.listenToPointers = function (app, surface) {
  const { camera, scene, store } = app;
  const pointers = new Map();
  let start = null;
  let drawing = null;
  const place = (event) => {
    const box = surface.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  };

  surface.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    surface.setPointerCapture(event.pointerId);
    const point = place(event);
    pointers.set(event.pointerId, point);
    start = pointers.size === 1 ? { ...point, moved: false } : null;
    app.overlay.showsCross = false;
    const tool = event.shiftKey ? "box" : store.values.tool;
    drawing = pointers.size === 1 && tool !== "move" ? { tool, x: camera.mapX(point.x), y: camera.mapY(point.y) } : null;
    if (drawing) store.set({ outline: [drawing.x, drawing.y] });
  });

  surface.addEventListener("pointermove", (event) => {
    const point = place(event);
    const before = pointers.get(event.pointerId);
    if (!before) {
      if (event.pointerType === "mouse") store.set({ hovered: scene.frameAt(point.x, point.y, 8) });
      return;
    }
    if (start && Math.hypot(point.x - start.x, point.y - start.y) > (event.pointerType === "touch" ? 8 : 4)) start.moved = true;
    if (start?.moved && isScroll(event)) app.hintAtFingers();
    else if (pointers.size === 2) pinch(event.pointerId, before, point);
    else if (drawing) extend(point);
    else if (start?.moved) {
      surface.classList.add("map-moving");
      store.set({ hovered: -1 });
      camera.pan(point.x - before.x, point.y - before.y);
    }
    before.x = point.x;
    before.y = point.y;
  });

  /** Two fingers: their middle moves the map, their distance zooms it. */
  function pinch(id, before, point) {
    const other = Array.from(pointers).find(([key]) => key !== id)[1];
    const distance = Math.hypot(before.x - other.x, before.y - other.y);
    const next = Math.hypot(point.x - other.x, point.y - other.y);
    camera.pan((point.x - before.x) / 2, (point.y - before.y) / 2);
    if (distance > 8) camera.zoom(next / distance, (point.x + other.x) / 2, (point.y + other.y) / 2);
  }

  /** One finger moves the page, and not the map, while the map is a part of the page. */
  function isScroll(event) {
    return event.pointerType === "touch" && pointers.size === 1 && !drawing && !app.isFull();
  }

  function extend(point) {
    const x = camera.mapX(point.x);
    const y = camera.mapY(point.y);
    store.set({ hovered: -1 });
    const outline = drawing.tool === "box"
      ? [drawing.x, drawing.y, x, drawing.y, x, y, drawing.x, y] : [...store.values.outline, x, y];
    store.set({ outline });
  }

  function end(event) {
    const point = pointers.get(event.pointerId);
    // The browser took the finger to scroll the page.
    if (event.type === "pointercancel" && point && isScroll(event)) app.hintAtFingers();
    if (!pointers.delete(event.pointerId)) return;
    surface.classList.remove("map-moving");
    if (drawing && start?.moved && event.type === "pointerup") app.chooseRegion(store.values.outline);
    else if (start && !start.moved && event.type === "pointerup") {
      store.set({ outline: drawing ? [] : store.values.outline });
      app.chooseFrame(scene.frameAt(point.x, point.y, event.pointerType === "mouse" ? 8 : 22));
    } else if (drawing) store.set({ outline: [] });
    drawing = null;
    start = null;
  }
  surface.addEventListener("pointerup", end);
  surface.addEventListener("pointercancel", end);
  surface.addEventListener("pointerleave", () => store.set({ hovered: -1 }));

  surface.addEventListener("wheel", (event) => {
    event.preventDefault();
    const point = place(event);
    // A wheel tells lines or pixels; a trackpad's pinch comes as a wheel with Ctrl and small steps.
    const pixels = event.deltaY * (event.deltaMode === 1 ? 16 : event.deltaMode === 2 ? 400 : 1);
    const factor = Math.exp(-Unreel.clamp(pixels, -240, 240) * (event.ctrlKey ? 0.01 : 0.0025));
    // A wheel's big steps fly; a trackpad's small ones are smooth by themselves.
    camera.zoom(factor, point.x, point.y, Math.abs(pixels) > 40);
  }, { passive: false });

  surface.addEventListener("dblclick", (event) => {
    const point = place(event);
    camera.zoom(event.shiftKey ? 0.5 : 2, point.x, point.y, true);
  });
};
