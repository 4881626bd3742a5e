"use strict";
// All modules share one object, `Unreel`. Each module is an own script, so that a browser's developer
// tools show it under its own name. `MapScript.swift` has their order.
globalThis.Unreel = globalThis.Unreel ?? {};

/**
 * Makes an element.
 *
 * Names of videos come from strangers. So a string becomes a text node, never markup, and no module
 * sets `innerHTML`.
 *
 * @param {string} tag the element's name.
 * @param {Object} attributes attributes; `on…` functions become listeners; null and false are left out.
 * @param {...(Node|string|null)} children the contents, in order.
 * @returns {HTMLElement}
 */
Unreel.element = function (tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (typeof value === "function") element.addEventListener(name.slice(2), value);
    else if (name === "style") element.style.cssText = value;
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  for (const child of children.flat()) if (child !== null && child !== undefined) element.append(child);
  return element;
};

/**
 * Makes an element that shows a name of any script: `bdi` keeps right-to-left names from turning
 * the text around them, and `title` shows a shortened name in full.
 *
 * @param {string} name a file's or category's name.
 * @returns {HTMLElement}
 */
Unreel.nameElement = function (name) {
  return Unreel.element("bdi", { class: "map-name", title: name }, Unreel.printable(name));
};

/** @returns {HTMLElement} a name of which the end is kept where it is too long: names of files differ there. */
Unreel.endOfName = function (name) {
  return Unreel.element("span", { class: "map-name", title: name }, Unreel.element("bdi", {}, Unreel.printable(name)));
};

/**
 * A name on one line: control characters, which would be invisible or break the line, become symbols.
 *
 * @param {string} name any text.
 * @returns {string}
 */
Unreel.printable = function (name) {
  return Array.from(name, (letter) => {
    const code = letter.codePointAt(0);
    if (code < 0x20) return String.fromCodePoint(0x2400 + code);
    if (code === 0x7f) return "\u2421";
    // Marks that turn the direction of text could make "gpj.exe" look like "exe.jpg".
    if ((code >= 0x202a && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069)) return "\ufffd";
    return letter;
  }).join("");
};

/**
 * Makes a button.
 *
 * @param {string} label the text.
 * @param {function} action what a press does.
 * @param {Object} attributes more attributes.
 * @returns {HTMLButtonElement}
 */
Unreel.button = function (label, action, attributes = {}) {
  return Unreel.element("button", { type: "button", onclick: action, ...attributes }, label);
};

/**
 * Makes a menu of choices with its label.
 *
 * @param {string} label the text before the menu.
 * @param {Array<[string, string]>} choices value and text of each choice.
 * @param {string} value the value chosen first.
 * @param {function(string)} action called with the new value.
 * @returns {HTMLElement} the label; its `select` property is the menu.
 */
Unreel.menu = function (label, choices, value, action) {
  const select = Unreel.element(
    "select", { onchange: () => action(select.value) },
    choices.map(([key, text]) => Unreel.element("option", { value: key, selected: key === value }, text)));
  const element = Unreel.element("label", { class: "map-menu" }, Unreel.element("span", {}, label), select);
  element.select = select;
  return element;
};
