"use strict";
// What the user chose. Modules change it by `set` and hear of changes by `listen`.

/** The state of the page. */
Unreel.Store = class {
  /** @param {Object} values the first values. */
  constructor(values) {
    this.values = values;
    this.listeners = [];
  }

  /**
   * Changes values and tells the listeners, once for all of them.
   *
   * @param {Object} changes names and new values. Equal values change nothing.
   */
  set(changes) {
    const names = new Set();
    for (const [name, value] of Object.entries(changes)) {
      if (this.values[name] === value) continue;
      this.values[name] = value;
      names.add(name);
    }
    if (names.size > 0) for (const [wanted, listener] of this.listeners)
      if (wanted.some((name) => names.has(name))) listener(this.values, names);
  }

  /**
   * Hears of changes.
   *
   * @param {string[]} names the names of the values.
   * @param {function(Object, Set<string>)} listener called with all values and the changed names.
   */
  listen(names, listener) {
    this.listeners.push([names, listener]);
  }
};
