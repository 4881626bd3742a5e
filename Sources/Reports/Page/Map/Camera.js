"use strict";
// Which part of the map is seen.

/** The place in the middle of the window, and the zoom. */
Unreel.Camera = class {
  /** @param {function()} changed called when the window shows something else. */
  constructor(changed) {
    this.changed = changed;
    this.width = 1;
    this.height = 1;
    this.x = 32768;
    this.y = 32768;
    /** Pixels (of CSS) a unit of the map. */
    this.scale = 0.01;
    this.bounds = { left: 0, top: 0, right: 65535, bottom: 65535 };
    this.moving = false;
    this.start = { x: 0, y: 0, scale: 1, time: 0 };
    this.goal = { x: 0, y: 0, scale: 1 };
    this.calm = matchMedia("(prefers-reduced-motion: reduce)");
  }

  /** Sets the part of the map that has frames. */
  setBounds(x, y) {
    const bounds = { left: 65535, top: 65535, right: 0, bottom: 0 };
    for (let i = 0; i < x.length; i++) {
      bounds.left = Math.min(bounds.left, x[i]);
      bounds.right = Math.max(bounds.right, x[i]);
      bounds.top = Math.min(bounds.top, y[i]);
      bounds.bottom = Math.max(bounds.bottom, y[i]);
    }
    if (x.length > 0) this.bounds = bounds;
  }

  /** Sets the window's size in pixels of CSS. The middle and the zoom, as a share of the map, stay. */
  resize(width, height) {
    const zoom = this.scale / this.homeScale;
    this.width = Math.max(1, width);
    this.height = Math.max(1, height);
    this.moving = false;
    this.scale = zoom * this.homeScale;
    this.changed();
  }

  /** The scale at which all frames are in the window, with room for a picture at each edge. */
  get homeScale() {
    const across = Math.max(1, this.bounds.right - this.bounds.left);
    const down = Math.max(1, this.bounds.bottom - this.bounds.top);
    return Math.min(Math.max(40, this.width - 72) / across, Math.max(40, this.height - 72) / down, 2);
  }
  get lowest() { return this.homeScale / 2; }
  get highest() { return Math.max(8, this.homeScale * 4); }

  screenX(x) { return (x - this.x) * this.scale + this.width / 2; }
  screenY(y) { return (y - this.y) * this.scale + this.height / 2; }
  mapX(x) { return (x - this.width / 2) / this.scale + this.x; }
  mapY(y) { return (y - this.height / 2) / this.scale + this.y; }

  /** Shows a place at a scale, at once or by a short flight. */
  show(x, y, scale, flies = true) {
    this.goal.x = Unreel.clamp(x, this.bounds.left, this.bounds.right);
    this.goal.y = Unreel.clamp(y, this.bounds.top, this.bounds.bottom);
    this.goal.scale = Unreel.clamp(scale, this.lowest, this.highest);
    if (flies && !this.calm.matches) {
      this.start.x = this.x;
      this.start.y = this.y;
      this.start.scale = this.scale;
      this.start.time = performance.now();
      this.moving = true;
    } else {
      this.moving = false;
      this.x = this.goal.x;
      this.y = this.goal.y;
      this.scale = this.goal.scale;
    }
    this.changed();
  }

  /** Shows all frames. */
  showAll(flies = true) {
    const { left, right, top, bottom } = this.bounds;
    this.show((left + right) / 2, (top + bottom) / 2, this.homeScale, flies);
  }

  /** Moves the map by pixels. */
  pan(dx, dy, flies = false) {
    const from = this.moving && flies ? this.goal : this;
    this.show(from.x - dx / this.scale, from.y - dy / this.scale, from.scale, flies);
  }

  /** Zooms by a factor; the point of the window under (x, y) stays. */
  zoom(factor, x = this.width / 2, y = this.height / 2, flies = false) {
    const from = this.moving && flies ? this.goal : this;
    const scale = Unreel.clamp(from.scale * factor, this.lowest, this.highest);
    const offsetX = x - this.width / 2;
    const offsetY = y - this.height / 2;
    this.show(
      from.x + offsetX / from.scale - offsetX / scale, from.y + offsetY / from.scale - offsetY / scale,
      scale, flies);
  }

  /** Goes on with a flight. The zoom changes evenly on a logarithmic scale. */
  advance(now) {
    if (!this.moving) return;
    const share = Unreel.clamp((now - this.start.time) / 260, 0, 1);
    const eased = 1 - Math.pow(1 - share, 3);
    const ratio = this.goal.scale / this.start.scale;
    this.scale = this.start.scale * Math.pow(ratio, eased);
    // The place moves so that the point that stays under the pointer really stays there.
    const moved = Math.abs(ratio - 1) < 1e-6
      ? eased : (1 - Math.pow(ratio, -eased)) / (1 - 1 / ratio);
    this.x = this.start.x + (this.goal.x - this.start.x) * moved;
    this.y = this.start.y + (this.goal.y - this.start.y) * moved;
    if (share === 1) this.moving = false;
    this.changed();
  }
};
