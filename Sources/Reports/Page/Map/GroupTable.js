"use strict";
// The names of groups outside the map: the report's table of groups shows what the user typed.

/**
 * Writes the typed names into the cells `data-group="N"` of the page, and again when one changes.
 *
 * A name from the report's `names.csv` stands after a `br`; a typed name takes its place.
 */
Unreel.fillGroupTable = function (app) {
  const { names, data } = app;
  const fill = () => {
    for (const cell of document.querySelectorAll("[data-group]")) {
      const group = Unreel.indexIn(cell.dataset.group, data.clusters.length);
      if (group === null || !names.typed.has(group)) continue;
      const given = names.given(group);
      Unreel.nameIn(cell).textContent = Unreel.printable(given);
    }
  };
  app.fillGroupTable = fill;
  // The table stands behind the map: when the map starts, the browser hasn't read it.
  if (document.readyState === "loading") addEventListener("DOMContentLoaded", fill);
  else fill();
};

/** @returns {HTMLElement} the element of a cell that holds its group's name; it is made where there is none. */
Unreel.nameIn = function (cell) {
  const there = cell.querySelector(".group-name");
  if (there) return there;
  const name = Unreel.element("bdi", { class: "group-name" });
  const line = cell.querySelector("br");
  if (line) while (line.nextSibling) line.nextSibling.remove();
  else cell.append(Unreel.element("br"));
  cell.append(name);
  return name;
};
