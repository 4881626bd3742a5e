"use strict";
// Single thumbnails in lists and panels.

/** Draws thumbnails into small canvases, when they come into sight. */
Unreel.Thumbnails = class {
  /** @param {SheetReader} reader finds and decodes the sheets. */
  constructor(reader) {
    this.reader = reader;
    /** The sheets decoded last, oldest first. A sheet takes about 4 MB. */
    this.sheets = new Map();
    this.limit = 12;
    this.observer = new IntersectionObserver((entries) => {
      for (const entry of entries) {
        if (!entry.isIntersecting) continue;
        this.observer.unobserve(entry.target);
        this.paint(entry.target);
      }
    }, { rootMargin: "100px" });
  }

  /** @returns {number} the first level whose pictures are as wide as needed, else the last. */
  levelFor(width) {
    const level = this.reader.levels.findIndex((one) => one.width >= width * 0.9);
    return level < 0 ? this.reader.levels.length - 1 : level;
  }

  /**
   * Makes a picture of a frame.
   *
   * @param {number} frame the frame.
   * @param {number} width its width in pixels of CSS.
   * @returns {HTMLCanvasElement} it is empty until it comes into sight.
   */
  canvas(frame, width) {
    const last = this.reader.levels[this.reader.levels.length - 1] ?? { width: 1, height: 1 };
    const canvas = Unreel.element("canvas", { class: "map-thumbnail", "aria-hidden": "true" });
    canvas.frame = frame;
    canvas.style.width = width + "px";
    canvas.style.aspectRatio = last.width + " / " + last.height;
    canvas.wanted = width * devicePixelRatio;
    if (this.reader.levels.length > 0) this.observer.observe(canvas);
    return canvas;
  }

  /** Draws the picture: first from the coarsest sheet that is decoded, then from the wanted one. */
  async paint(canvas) {
    const frame = canvas.frame;
    if (this.reader.levels.length === 0) return;
    const level = this.levelFor(canvas.wanted);
    for (let coarse = level - 1; coarse >= 0; coarse--) {
      const bitmap = this.sheets.get(this.key(frame, coarse))?.bitmap;
      if (bitmap) {
        this.draw(canvas, frame, coarse, bitmap);
        break;
      }
    }
    try {
      const bitmap = await this.sheet(frame, level);
      if (canvas.frame === frame) this.draw(canvas, frame, level, bitmap);
    } catch {
      // The sheet is missing: the box stays empty, and the toolbar says why.
    }
  }

  /** Shows another frame in a canvas, for a flipbook. */
  async show(canvas, frame) {
    canvas.frame = frame;
    await this.paint(canvas);
  }

  key(frame, level) {
    return level + "-" + Math.floor(frame / this.reader.levels[level].tiles);
  }

  /** @returns {Promise<ImageBitmap>} the decoded sheet that has a frame. */
  async sheet(frame, level) {
    const key = this.key(frame, level);
    let entry = this.sheets.get(key);
    this.sheets.delete(key);
    if (!entry) {
      entry = { bitmap: null };
      const number = Math.floor(frame / this.reader.levels[level].tiles);
      entry.promise = this.reader.bitmap(level, number).then((bitmap) => (entry.bitmap = bitmap));
    }
    this.sheets.set(key, entry);
    for (const [old, other] of this.sheets) {
      if (this.sheets.size <= this.limit) break;
      // A sheet on its way is still wanted by someone. A dropped one is collected when nobody draws it.
      if (other.bitmap) this.sheets.delete(old);
    }
    try {
      return await entry.promise;
    } catch (error) {
      this.sheets.delete(key);
      throw error;
    }
  }

  draw(canvas, frame, level, bitmap) {
    const { width, height, columns, tiles } = this.reader.levels[level];
    const place = frame % tiles;
    canvas.dataset.drawn = "";
    canvas.width = width;
    canvas.height = height;
    canvas.getContext("2d").drawImage(
      bitmap, (place % columns) * width, Math.floor(place / columns) * height, width, height,
      0, 0, width, height);
  }
};
