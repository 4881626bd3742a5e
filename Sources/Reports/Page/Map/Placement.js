"use strict";
// Which frames are drawn as pictures at which zoom.

/**
 * Chooses for each frame the zoom from which it is a picture.
 *
 * Zooms are steps of a quarter of an octave. From the widest step to the closest, each frame that
 * overlaps no picture becomes one, in the order of the frames, which is the order of their priority.
 * A picture stays one at all closer steps. So the choice depends on neither the place nor the way
 * there: nothing flickers while the map is moved, and a picture once seen does not vanish on the
 * way in.
 */
Unreel.Placement = class {
  /** @param {number} count the number of frames. */
  constructor(count) {
    this.count = count;
    /** The first step at which a frame is a picture; 255 if not known or never. */
    this.appears = new Uint8Array(count);
    this.accepted = new Int32Array(count);
    this.waiting = new Int32Array(count);
    let size = 1024;
    while (size < count * 2) size *= 2;
    this.table = new Int32Array(size);
    this.reset(null, null, null, 1, () => ({ width: 1, height: 1 }));
  }

  /**
   * Begins anew.
   *
   * @param {Uint16Array} x the map's x.
   * @param {Uint16Array} y the map's y.
   * @param {Uint8Array} shown 1 for each frame that may become a picture.
   * @param {number} widest the scale of step 0, in pixels a unit of the map.
   * @param {function(number): {width: number, height: number}} sizeAt a picture's size in pixels,
   *     with the gap around it, at a scale. It may grow with the scale, but not faster than it.
   */
  reset(x, y, shown, widest, sizeAt) {
    this.x = x;
    this.y = y;
    this.widest = widest;
    this.sizeAt = sizeAt;
    this.appears.fill(255);
    this.acceptedCount = 0;
    this.waitingCount = 0;
    this.done = -1;
    this.step = -1;
    if (shown) for (let i = 0; i < this.count; i++) if (shown[i]) this.waiting[this.waitingCount++] = i;
  }

  /** @returns {number} the closest step that a scale has reached; at most 254. */
  stepAt(scale) {
    return Unreel.clamp(Math.floor(4 * Math.log2(scale / this.widest) + 1e-6), 0, 254);
  }

  /**
   * Works until a step is known or the time is up.
   *
   * @param {number} step the step needed.
   * @param {number} deadline a time of `performance.now()`.
   * @returns {boolean} whether the step is known.
   */
  advance(step, deadline) {
    while (this.done < step) {
      if (this.waitingCount === 0) {
        this.done = step;
        break;
      }
      if (this.step === this.done) this.begin(this.done + 1);
      while (this.cursor < this.waitingCount) {
        const end = Math.min(this.cursor + 1024, this.waitingCount);
        for (; this.cursor < end; this.cursor++) this.consider(this.waiting[this.cursor]);
        if (this.cursor < this.waitingCount && performance.now() > deadline) return false;
      }
      this.waitingCount = this.kept;
      this.done = this.step;
      if (this.done < step && performance.now() > deadline) return false;
    }
    return true;
  }

  /** Begins a step: its pictures are those of the step before, and none is considered yet. */
  begin(step) {
    this.step = step;
    this.cursor = 0;
    this.kept = 0;
    const scale = this.widest * Math.pow(2, step / 4);
    const size = this.sizeAt(scale);
    this.width = size.width / scale;
    this.height = size.height / scale;
    this.table.fill(-1);
    for (let i = 0; i < this.acceptedCount; i++) this.insert(this.accepted[i]);
  }

  /** Makes a frame a picture if it overlaps none; else it waits for the next step. */
  consider(frame) {
    const column = Math.floor(this.x[frame] / this.width);
    const row = Math.floor(this.y[frame] / this.height);
    // The own cell first: in dense places it is taken most often.
    let free = !this.overlaps(frame, column, row);
    for (let dy = -1; free && dy <= 1; dy++)
      for (let dx = -1; free && dx <= 1; dx++)
        if (dx !== 0 || dy !== 0) free = !this.overlaps(frame, column + dx, row + dy);
    if (free) {
      this.appears[frame] = this.step;
      this.accepted[this.acceptedCount++] = frame;
      this.insert(frame);
    } else this.waiting[this.kept++] = frame;
  }

  /** @returns {boolean} whether a picture of a cell overlaps the frame's. */
  overlaps(frame, column, row) {
    const mask = this.table.length - 1;
    // Cells share slots of the table. That is no fault: the places are compared, not the cells.
    for (let slot = this.slot(column, row); this.table[slot] >= 0; slot = (slot + 1) & mask) {
      const other = this.table[slot];
      if (Math.abs(this.x[other] - this.x[frame]) < this.width
        && Math.abs(this.y[other] - this.y[frame]) < this.height) return true;
    }
    return false;
  }

  insert(frame) {
    const mask = this.table.length - 1;
    let slot = this.slot(Math.floor(this.x[frame] / this.width), Math.floor(this.y[frame] / this.height));
    while (this.table[slot] >= 0) slot = (slot + 1) & mask;
    this.table[slot] = frame;
  }

  slot(column, row) {
    const mixed = Math.imul(column, 0x9e3779b1) ^ Math.imul(row, 0x85ebca6b);
    return (mixed ^ (mixed >>> 15)) & (this.table.length - 1);
  }
};
