"use strict";
// What lies over the map: the chosen video's path, rings around frames, the box and the lasso.

/** Draws over the map, on a canvas of its own. */
Unreel.Overlay = class {
  constructor(app, canvas) {
    this.app = app;
    this.canvas = canvas;
    this.context = canvas.getContext("2d");
    this.isEmpty = true;
    /** The cross in the middle, while the keyboard moves the map. */
    this.showsCross = false;
  }

  draw(scene) {
    const { context, canvas } = this;
    const { frame, hovered, outline } = this.app.store.values;
    const wasEmpty = this.isEmpty;
    this.isEmpty = frame < 0 && hovered < 0 && outline.length === 0 && !this.showsCross;
    if (wasEmpty && this.isEmpty) return;
    context.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0);
    context.clearRect(0, 0, canvas.width, canvas.height);
    this.ink = this.app.isDark() ? "#ffffff" : "#11151a";
    this.ground = this.app.isDark() ? "rgba(10,13,16,.75)" : "rgba(255,255,255,.85)";
    if (frame >= 0) {
      this.drawPath(scene, frame);
      this.drawRing(scene, frame, 3);
    }
    if (hovered >= 0 && hovered !== frame) this.drawRing(scene, hovered, 2);
    if (outline.length > 1) this.drawOutline(outline);
    if (this.showsCross) this.drawCross();
  }

  /** The path of a video through the map in the order of time. */
  drawPath(scene, frame) {
    const { context } = this;
    const { data } = this.app;
    const frames = data.framesOf(data.video[frame]);
    if (frames.length < 2) return;
    context.lineJoin = "round";
    context.lineCap = "round";
    for (const [width, style] of [[4.5, this.ground], [1.4, this.ink]]) {
      context.lineWidth = width;
      context.strokeStyle = style;
      context.beginPath();
      for (let i = 0; i < frames.length; i++)
        context.lineTo(scene.screenX(frames[i]), scene.screenY(frames[i]));
      context.stroke();
    }
    context.fillStyle = this.ink;
    for (let i = 0; i < frames.length; i++) {
      context.beginPath();
      context.arc(scene.screenX(frames[i]), scene.screenY(frames[i]), 2.25, 0, 2 * Math.PI);
      context.fill();
    }
    // The begin is a hollow circle, so that the direction can be seen.
    context.fillStyle = this.app.isDark() ? "#15181c" : "#ffffff";
    context.lineWidth = 2;
    context.beginPath();
    context.arc(scene.screenX(frames[0]), scene.screenY(frames[0]), 5, 0, 2 * Math.PI);
    context.fill();
    context.stroke();
  }

  /** A ring around a point, or a frame around a picture. */
  drawRing(scene, frame, width) {
    const { context } = this;
    const x = scene.screenX(frame);
    const y = scene.screenY(frame);
    const picture = scene.isPicture(frame);
    for (const [line, style] of [[width + 3, this.ground], [width, this.ink]]) {
      context.lineWidth = line;
      context.strokeStyle = style;
      context.beginPath();
      if (picture) context.rect(x - scene.width / 2 - 1, y - scene.height / 2 - 1, scene.width + 2, scene.height + 2);
      else context.arc(x, y, 7, 0, 2 * Math.PI);
      context.stroke();
    }
  }

  /** The border of the region, which keeps its place on the map. */
  drawOutline(outline) {
    const { context } = this;
    const { camera } = this.app;
    context.beginPath();
    for (let i = 0; i < outline.length; i += 2)
      context.lineTo(camera.screenX(outline[i]), camera.screenY(outline[i + 1]));
    context.closePath();
    context.fillStyle = this.app.isDark() ? "rgba(108,182,255,.12)" : "rgba(10,102,176,.08)";
    context.fill();
    context.lineWidth = 1.5;
    context.strokeStyle = this.app.isDark() ? "#6cb6ff" : "#0a66b0";
    context.stroke();
  }

  drawCross() {
    const { context } = this;
    const { camera } = this.app;
    const x = camera.width / 2;
    const y = camera.height / 2;
    for (const [width, style] of [[4, this.ground], [1.5, this.ink]]) {
      context.lineWidth = width;
      context.strokeStyle = style;
      context.beginPath();
      for (const [dx, dy] of [[-1, 0], [1, 0], [0, -1], [0, 1]]) {
        context.moveTo(x + dx * 4, y + dy * 4);
        context.lineTo(x + dx * 12, y + dy * 12);
      }
      context.stroke();
    }
  }
};
