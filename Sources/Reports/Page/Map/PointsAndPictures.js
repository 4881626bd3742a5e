"use strict";
// What is drawn: which frames are in sight, as pictures or points, and when.

/** The widths of pictures in pixels of CSS, at the zoom that shows all frames. */
Unreel.pictureSizes = { none: 0, small: 24, medium: 40, large: 64 };

/** How many steps of the zoom are prepared: one octave. */
Unreel.stepsAhead = 4;

/** Draws the map whenever something changed, and only then. */
Unreel.Scene = class {
  /**
   * @param {Object} app the parts of the page; `data`, `camera` and `store` are used.
   * @param {HTMLElement} stage the element that the map fills.
   */
  constructor(app, stage) {
    const { data } = app;
    this.app = app;
    this.stage = stage;
    this.shown = new Uint8Array(data.count).fill(1);
    this.shownCount = data.count;
    this.colours = new Uint8Array(data.count * 4);
    this.packedColours = new Uint32Array(this.colours.buffer);
    this.placement = new Unreel.Placement(data.count);
    // The arrays of a draw are made once: a draw must not make work for the garbage collector.
    this.limit = Math.min(data.count, 16384);
    this.visible = new Int32Array(this.limit);
    this.visibleX = new Float32Array(this.limit);
    this.visibleY = new Float32Array(this.limit);
    this.visibleCount = 0;
    /** The step of the last draw. */
    this.lastStep = 0;
    /** The pictures' size of the last draw, in pixels of CSS. */
    this.width = 0;
    this.height = 0;
    this.first = 0;
    this.second = 0;
    this.mix = 0;
    this.mixStart = -1;
    this.waits = false;
    this.drawTimes = new Float32Array(600);
    this.draws = 0;
    /** When the first picture was drawn, in milliseconds since the navigation. */
    this.firstPicture = 0;
    /** Whether more than what lies over the map has changed. */
    this.isStale = true;
    this.tick = () => this.drawFrame(this.isStale);
    this.works = false;
    // A message runs after the draw and the input that wait: slices of work leave the page responsive.
    this.channel = new MessageChannel();
    this.channel.port1.onmessage = () => this.workOn();
    const level = data.sheets?.levels?.[data.sheets.levels.length - 1];
    this.shape = level ? level.height / level.width : 1;
    this.sizeAt = (scale) => {
      const width = this.widthAt(scale) + 3;
      return { width, height: this.widthAt(scale) * this.shape + 3 };
    };
  }

  /** The width of pictures at a scale: they grow with the zoom, but much slower. */
  widthAt(scale) {
    const base = Unreel.pictureSizes[this.app.store.values.size] ?? 40;
    const octaves = Math.max(0, Math.log2(scale / this.app.camera.homeScale));
    return Math.min(Math.max(128, base), base * Math.pow(2, octaves * 0.3));
  }

  /** Whether pictures are drawn at all. */
  get hasPictures() {
    return this.app.store.values.size !== "none" && this.app.reader.levels.length > 0;
  }

  /**
   * Asks for a draw. Many calls before it make one draw.
   *
   * @param {boolean} all false if only a ring, a path, a box or a lasso changed: the points and pictures stay.
   */
  request(all = true) {
    this.isStale ||= all;
    if (this.waits) return;
    this.waits = true;
    requestAnimationFrame(this.tick);
  }

  /** Chooses the pictures anew, after the map, a filter or the size of the window changed. */
  replace() {
    const { data, camera, store } = this.app;
    const map = data.maps[store.values.map];
    this.placement.reset(
      map.x, map.y, this.hasPictures ? this.shown : null, camera.lowest, this.sizeAt);
    // The first pictures at once: a draw without them would flicker.
    this.placement.advance(this.placement.stepAt(camera.scale), performance.now() + 30);
    this.request();
  }

  /** Begins the move from one map to another. */
  move(from, to) {
    this.first = from;
    this.second = to;
    this.mix = 0;
    this.mixStart = performance.now();
    this.replace();
  }

  /** Chooses pictures in slices, until those of this zoom and the next ones on the way in are known. */
  work() {
    if (this.works) return;
    this.works = true;
    this.channel.port2.postMessage(0);
  }

  workOn() {
    this.works = false;
    const step = this.placement.stepAt(this.app.camera.scale);
    const before = this.placement.done;
    const isDone = this.placement.advance(step + Unreel.stepsAhead, performance.now() + 6);
    if (before < step && this.placement.done > before) this.request();
    if (!isDone) this.work();
  }

  /** Draws. It does not allocate: everything is written into arrays that are there. */
  drawFrame(all = true) {
    const { camera, renderer, cache, overlay } = this.app;
    this.waits = false;
    this.isStale = false;
    if (!all) {
      overlay.draw(this);
      return;
    }
    const begin = performance.now();
    camera.advance(begin);
    if (this.mixStart >= 0) {
      const share = Unreel.clamp((begin - this.mixStart) / (camera.calm.matches ? 1 : 900), 0, 1);
      this.mix = share * share * (3 - 2 * share);
      if (share === 1) {
        this.first = this.second;
        this.mix = 0;
        this.mixStart = -1;
      } else this.request();
    }
    const step = this.placement.stepAt(camera.scale);
    this.lastStep = Math.min(step, Math.max(this.placement.done, 0));
    if (this.placement.done < step + Unreel.stepsAhead) this.work();
    cache.begin();
    this.collect(this.lastStep);
    renderer.draw(this);
    overlay.draw(this);
    cache.end();
    if (this.firstPicture === 0 && cache.found > 0) this.firstPicture = performance.now();
    this.drawTimes[this.draws % this.drawTimes.length] = performance.now() - begin;
    this.draws++;
  }

  /** Lists the pictures in sight, those with priority last so that they are on top while zooming. */
  collect(step) {
    const { data, camera } = this.app;
    const { appears } = this.placement;
    this.width = this.widthAt(camera.scale);
    this.height = this.width * this.shape;
    const first = data.maps[this.first];
    const second = data.maps[this.second];
    let count = 0;
    if (this.hasPictures)
      for (let i = 0; i < data.count && count < this.limit; i++) {
        if (appears[i] > step) continue;
        const x = camera.screenX(first.x[i] + (second.x[i] - first.x[i]) * this.mix);
        if (x < -this.width || x > camera.width + this.width) continue;
        const y = camera.screenY(first.y[i] + (second.y[i] - first.y[i]) * this.mix);
        if (y < -this.height || y > camera.height + this.height) continue;
        this.visible[count] = i;
        this.visibleX[count] = x;
        this.visibleY[count] = y;
        count++;
      }
    this.visibleCount = count;
  }

  /** Where a frame is in the window. */
  screenX(frame) {
    const { data, camera } = this.app;
    const x = data.maps[this.first].x[frame];
    return camera.screenX(x + (data.maps[this.second].x[frame] - x) * this.mix);
  }
  screenY(frame) {
    const { data, camera } = this.app;
    const y = data.maps[this.first].y[frame];
    return camera.screenY(y + (data.maps[this.second].y[frame] - y) * this.mix);
  }

  /** @returns {boolean} whether a frame was a picture in the last draw. */
  isPicture(frame) {
    return this.hasPictures && this.placement.appears[frame] <= this.lastStep;
  }

  /**
   * Finds the frame under a point of the window: a picture, else the nearest point.
   *
   * @param {number} reach how far away a point may be, in pixels.
   * @returns {number} the frame, or -1.
   */
  frameAt(x, y, reach) {
    for (let i = this.visibleCount - 1; i >= 0; i--)
      if (Math.abs(this.visibleX[i] - x) * 2 <= this.width && Math.abs(this.visibleY[i] - y) * 2 <= this.height)
        return this.visible[i];
    const { camera, data, store } = this.app;
    const map = data.maps[store.values.map];
    const mapX = camera.mapX(x);
    const mapY = camera.mapY(y);
    let best = -1;
    let least = (reach / camera.scale) ** 2;
    for (let i = 0; i < data.count; i++) {
      if (!this.shown[i]) continue;
      const distance = (map.x[i] - mapX) ** 2 + (map.y[i] - mapY) ** 2;
      if (distance <= least) {
        least = distance;
        best = i;
      }
    }
    return best;
  }
};
