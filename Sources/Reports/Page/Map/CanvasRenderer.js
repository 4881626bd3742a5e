"use strict";
// Draws points and pictures with Canvas 2D, where there is no WebGL 2.

/** A renderer; `WebGLRenderer` has the same functions. */
Unreel.CanvasRenderer = class {
  constructor(app, canvas) {
    this.app = app;
    this.canvas = canvas;
    this.name = "Canvas 2D";
    this.context = canvas.getContext("2d");
    const sheets = app.reader.levels.reduce((sum, level) => sum + level.sheets, 0);
    const area = app.reader.levels.reduce(
      (most, level) => Math.max(most, level.columns * level.width * level.rows * level.height), 1);
    /** At most 128 MB of decoded sheets. */
    this.capacity = Unreel.clamp(Math.floor((128 << 20) / (4 * area)), 2, Math.max(2, sheets));
    this.bitmaps = new Array(this.capacity).fill(null);
    this.image = null;
  }

  /** Keeps a decoded sheet. */
  keep(slot, bitmap) {
    this.bitmaps[slot]?.close();
    this.bitmaps[slot] = bitmap;
  }

  /** Takes the colours of all frames after they changed: `draw` reads them where they are. */
  recolour() {}

  /** Draws the scene. */
  draw(scene) {
    this.drawPoints(scene);
    this.drawPictures(scene);
  }

  /** Writes points into an array of pixels: much faster than a call for each of 100 000 points. */
  drawPoints(scene) {
    const { width, height } = this.canvas;
    if (!this.image || this.image.width !== width || this.image.height !== height) {
      this.image = this.context.createImageData(width, height);
      this.pixels = new Uint32Array(this.image.data.buffer);
    }
    const { camera, data } = this.app;
    const { pixels } = this;
    pixels.fill(0);
    const first = data.maps[scene.first];
    const second = data.maps[scene.second];
    const ratio = devicePixelRatio;
    const full = Math.max(1, Math.round(this.app.pointSize() * ratio));
    const hidden = 0x80_8c_84_7c | 0;
    // The filtered ones first, so that they hide none of the others.
    for (let pass = 0; pass < 2; pass++) {
      const side = pass === 0 ? Math.max(1, Math.round(full * 0.6)) : full;
      const corner = side > 3 ? 1 : 0;
      for (let i = 0; i < data.count; i++) {
        if (scene.shown[i] !== pass) continue;
        const x = first.x[i] + (second.x[i] - first.x[i]) * scene.mix;
        const y = first.y[i] + (second.y[i] - first.y[i]) * scene.mix;
        const left = Math.round(camera.screenX(x) * ratio - side / 2);
        const top = Math.round(camera.screenY(y) * ratio - side / 2);
        if (left < 0 || top < 0 || left + side > width || top + side > height) continue;
        const colour = pass === 0 ? hidden : scene.packedColours[i];
        for (let row = 0; row < side; row++) {
          const cut = row === 0 || row === side - 1 ? corner : 0;
          const at = (top + row) * width + left;
          pixels.fill(colour, at + cut, at + side - cut);
        }
      }
    }
    this.context.setTransform(1, 0, 0, 1, 0, 0);
    this.context.putImageData(this.image, 0, 0);
  }

  drawPictures(scene) {
    const { context } = this;
    const { app } = this;
    const { cache, reader, thumbnails } = app;
    if (scene.visibleCount === 0 || reader.levels.length === 0) return;
    const wanted = thumbnails.levelFor(scene.width * devicePixelRatio);
    context.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0);
    context.imageSmoothingQuality = "medium";
    const { border } = app;
    for (let i = scene.visibleCount - 1; i >= 0; i--) {
      const frame = scene.visible[i];
      cache.find(frame, wanted);
      // It stays a point until its sheet is there.
      if (cache.slot < 0) continue;
      const left = scene.visibleX[i] - scene.width / 2;
      const top = scene.visibleY[i] - scene.height / 2;
      context.fillStyle = this.style(scene.packedColours[frame]);
      context.fillRect(left, top, scene.width, scene.height);
      const level = reader.levels[cache.level];
      const tile = frame % level.tiles;
      context.drawImage(
        this.bitmaps[cache.slot], (tile % level.columns) * level.width,
        Math.floor(tile / level.columns) * level.height, level.width, level.height,
        left + border, top + border, scene.width - 2 * border, scene.height - 2 * border);
    }
  }

  /** @returns {string} the style of a packed colour; each is made once. */
  style(packed) {
    this.styles = this.styles ?? new Map();
    let style = this.styles.get(packed);
    if (style === undefined) {
      style = "rgb(" + (packed & 255) + " " + ((packed >> 8) & 255) + " " + ((packed >> 16) & 255) + ")";
      if (this.styles.size > 4096) this.styles.clear();
      this.styles.set(packed, style);
    }
    return style;
  }
};
