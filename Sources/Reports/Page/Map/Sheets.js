"use strict";
// The sheets of thumbnails: where they are, and which of them are decoded.

/**
 * Finds and decodes sheets.
 *
 * A sheet is in the page, as the text of an element, or beside it, as a script that calls
 * `Unreel.sheetArrived`. It is a script because browsers let a page that was opened from disk use
 * no picture file in WebGL and read no file by `fetch`.
 */
Unreel.SheetReader = class {
  /** @param {Object} sheets the part `sheets` of the data. */
  constructor(sheets, count) {
    this.folder = sheets?.folder ?? null;
    this.type = sheets?.type ?? "image/jpeg";
    this.levels = (sheets?.levels ?? []).map((level) => ({
      ...level, tiles: level.columns * level.rows, sheets: Math.ceil(count / (level.columns * level.rows)),
    }));
    this.arriving = new Map();
    Unreel.sheetArrived = (level, sheet, text) => this.arriving.get(level + "-" + sheet)?.resolve(text);
    this.parsed = document.readyState !== "loading" ? Promise.resolve()
      : new Promise((resolve) => document.addEventListener("DOMContentLoaded", resolve, { once: true }));
  }

  /**
   * Decodes a sheet.
   *
   * @returns {Promise<ImageBitmap>}
   * @throws {Error} if the sheet is missing or no picture.
   */
  async bitmap(level, sheet) {
    const text = this.folder === null ? await this.inline(level, sheet) : await this.beside(level, sheet);
    return createImageBitmap(
      new Blob([Unreel.bytesFromBase64(text.trim())], { type: this.type }),
      { premultiplyAlpha: "none", colorSpaceConversion: "none" });
  }

  async inline(level, sheet) {
    const find = () => document.getElementById("map-sheet-" + level + "-" + sheet);
    // The map starts before the browser has read the large sheets at the end of the page.
    if (!find()) await this.parsed;
    const element = find();
    if (!element) throw new Error("The page has no sheet " + sheet + " of level " + level + ".");
    return element.textContent;
  }

  beside(level, sheet) {
    return new Promise((resolve, reject) => {
      const key = level + "-" + sheet;
      const script = document.createElement("script");
      const end = (action) => (value) => {
        this.arriving.delete(key);
        script.remove();
        action(value);
      };
      this.arriving.set(key, { resolve: end(resolve) });
      const address = this.folder.split("/").map(encodeURIComponent).join("/");
      script.src = address + "/sheet-" + key + ".js";
      script.onerror = end(() => reject(new Error("The file " + script.getAttribute("src") + " is missing.")));
      document.head.append(script);
    });
  }
};

/**
 * The decoded sheets that a renderer holds, in numbered slots.
 *
 * A draw asks for what it needs. Missing sheets are then loaded, those first that most pictures want.
 * When all slots are taken, the sheet that was unused for the longest time is dropped. What the last
 * draw used is never dropped, so two sheets can't push each other out in turns.
 */
Unreel.SheetCache = class {
  /**
   * @param {SheetReader} reader finds and decodes the sheets.
   * @param {number} capacity the number of slots.
   * @param {function(number, ImageBitmap)} store keeps a sheet in a slot.
   * @param {function()} changed called when a sheet is there.
   */
  constructor(reader, capacity, store, changed) {
    this.reader = reader;
    this.store = store;
    this.changed = changed;
    this.starts = [0];
    for (const level of reader.levels) this.starts.push(this.starts[this.starts.length - 1] + level.sheets);
    const total = this.starts[this.starts.length - 1];
    this.slotOf = new Int16Array(total).fill(-1);
    this.demand = new Int32Array(total);
    this.usedAt = new Int32Array(total).fill(-1);
    /** 0: not asked for, 1: on its way, 2: failed. */
    this.state = new Uint8Array(total);
    this.sheetIn = new Int32Array(Math.min(capacity, total)).fill(-1);
    this.draw = 0;
    this.loading = 0;
    this.failures = 0;
    /** What `find` found: a slot (or -1) and the level it has. */
    this.slot = -1;
    this.level = -1;
    /** How many pictures of the last draw had a sheet. */
    this.found = 0;
  }

  /** Begins a draw. */
  begin() {
    this.draw++;
    this.found = 0;
    this.demand.fill(0);
  }

  /** Finds the best sheet there is for a frame, and asks for the wanted one if it is missing. */
  find(frame, wanted) {
    this.slot = -1;
    for (let level = wanted; level >= 0; level--) if (this.look(frame, level, level === wanted || level === 0)) return;
    for (let level = wanted + 1; level < this.reader.levels.length; level++)
      if (this.look(frame, level, false)) return;
  }

  look(frame, level, asks) {
    const index = this.starts[level] + Math.floor(frame / this.reader.levels[level].tiles);
    if (this.slotOf[index] < 0) {
      if (asks) this.demand[index] += 1;
      return false;
    }
    this.usedAt[index] = this.draw;
    this.slot = this.slotOf[index];
    this.level = level;
    this.found++;
    return true;
  }

  /** Ends a draw: loads the missing sheets, at most two at a time. */
  end() {
    while (this.loading < 2) {
      let best = -1;
      for (let i = 0; i < this.demand.length; i++)
        if (this.demand[i] > 0 && this.state[i] === 0 && this.slotOf[i] < 0
          && (best < 0 || this.demand[i] > this.demand[best])) best = i;
      if (best < 0) return;
      const slot = this.freeSlot();
      if (slot < 0) return;
      this.load(best, slot);
    }
  }

  /** @returns {number} a slot that may be used; -1 if the last draw used all. */
  freeSlot() {
    let oldest = -1;
    for (let slot = 0; slot < this.sheetIn.length; slot++) {
      const sheet = this.sheetIn[slot];
      if (sheet === -1) return slot;
      if (sheet >= 0 && this.usedAt[sheet] < this.draw
        && (oldest < 0 || this.usedAt[sheet] < this.usedAt[this.sheetIn[oldest]])) oldest = slot;
    }
    return oldest;
  }

  async load(index, slot) {
    this.state[index] = 1;
    this.loading++;
    if (this.sheetIn[slot] >= 0) this.slotOf[this.sheetIn[slot]] = -1;
    this.sheetIn[slot] = -2;
    let level = 0;
    while (this.starts[level + 1] <= index) level++;
    try {
      this.store(slot, await this.reader.bitmap(level, index - this.starts[level]));
      this.sheetIn[slot] = index;
      this.slotOf[index] = slot;
      this.usedAt[index] = this.draw;
      this.state[index] = 0;
    } catch (error) {
      // A missing sheet leaves coarser pictures or points. The toolbar says that sheets are missing.
      this.sheetIn[slot] = -1;
      this.state[index] = 2;
      this.failures++;
      this.lastFailure = error.message;
    }
    this.loading--;
    this.changed();
  }
};
