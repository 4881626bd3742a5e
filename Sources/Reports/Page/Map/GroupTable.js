"use strict";
// The names of groups outside the map: the report's table of groups shows what the user typed.

/**
 * Writes the typed names into the elements `data-group="N"` of the page, and again when one changes.
 *
 * Such an element holds the name from the report's `names.csv` or nothing; a typed name takes its place.
 */
Unreel.fillGroupTable = function (app) {
  const { names, data } = app;
  const fill = () => {
    for (const element of document.querySelectorAll("[data-group]")) {
      const group = Unreel.indexIn(element.dataset.group, data.clusters.length);
      if (group === null || !names.typed.has(group)) continue;
      element.textContent = Unreel.printable(names.given(group));
    }
  };
  app.fillGroupTable = fill;
  // The table stands behind the map: when the map starts, the browser hasn't read it.
  if (document.readyState === "loading") addEventListener("DOMContentLoaded", fill);
  else fill();
};
