// Makes elements; texts are always texts, never HTML.

/**
 * Makes an element.
 * @param {string} name the element's name
 * @param {object} attributes attributes; `on…` adds a listener, and null or false leaves an attribute out
 * @param {...(Node|string|number|null)} children what it holds
 */
export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else made.setAttribute(key, value === true ? "" : value);
  }
  made.append(...children.filter((child) => child !== null && child !== undefined).map((child) => child instanceof Node ? child : String(child)));
  return made;
}

/** Replaces what an element holds, unless it holds the same text and attributes already. */
export function fill(parent, ...children) {
  const next = element("div", {}, ...children);
  // What is equal stays: a reader may have selected a part of it, or be on it with the keyboard.
  if (parent.innerHTML !== next.innerHTML) parent.replaceChildren(...next.childNodes);
}

/**
 * Makes a table in a frame that scrolls; the first cell of a row is its heading.
 * @param {string} caption what it shows
 * @param {string} kind its class
 * @param {string[]} columns the headings
 * @param {(Node|string)[][]} rows the cells; a number is aligned to the right
 */
export function table(caption, kind, columns, rows, isCaptionShown = false) {
  if (!rows.length) return null;
  return element("div", { class: "scroll", role: "region", "aria-label": caption, tabindex: "0" },
    element("table", { class: kind },
      element("caption", { class: isCaptionShown ? null : "hidden" }, caption),
      element("thead", {}, element("tr", {}, ...columns.map((column) => element("th", { scope: "col" }, column)))),
      element("tbody", {}, ...rows.map((row) => element("tr", {}, ...row.map((cell, index) =>
        index === 0 ? element("th", { scope: "row" }, cell)
          : element("td", { class: typeof cell === "number" ? "number" : null, "data-column": columns[index] }, typeof cell === "number" ? number(cell) : cell)))))));
}

const number = (value) => Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(4)));

/** Makes a section with a heading; null without contents. */
export function section(heading, ...contents) {
  const kept = contents.filter((content) => content !== null && content !== undefined && content !== "");
  return kept.length ? element("section", {}, element("h2", {}, heading), ...kept) : null;
}
