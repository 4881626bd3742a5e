"use strict";
// Which frames lie in a box or a lasso.

/**
 * Finds the shown frames inside an outline.
 *
 * A frame is inside if a ray to the right crosses the outline an odd number of times.
 *
 * @param {{x: Uint16Array, y: Uint16Array}} map the map.
 * @param {Uint8Array} shown 1 for each frame that no filter hides.
 * @param {number[]} outline x and y of each corner, in units of the map.
 * @returns {number[]} the frames.
 */
Unreel.framesInside = function (map, shown, outline) {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let i = 0; i < outline.length; i += 2) {
    left = Math.min(left, outline[i]);
    right = Math.max(right, outline[i]);
    top = Math.min(top, outline[i + 1]);
    bottom = Math.max(bottom, outline[i + 1]);
  }
  const edges = Unreel.edgesByBand(outline, top, bottom);
  const bands = edges.length;
  const frames = [];
  for (let frame = 0; frame < shown.length; frame++) {
    const x = map.x[frame];
    const y = map.y[frame];
    if (!shown[frame] || x < left || x > right || y < top || y > bottom) continue;
    let inside = false;
    for (const i of edges[bottom > top ? Math.min(bands - 1, Math.floor(((y - top) / (bottom - top)) * bands)) : 0]) {
      const j = i === 0 ? outline.length - 2 : i - 2;
      const crosses = outline[i + 1] > y !== outline[j + 1] > y;
      if (crosses && x < ((outline[j] - outline[i]) * (y - outline[i + 1])) / (outline[j + 1] - outline[i + 1]) + outline[i])
        inside = !inside;
    }
    if (inside) frames.push(frame);
  }
  return frames;
};

/**
 * The edges of an outline in bands from top to bottom. A frame is compared with the edges of its band only: a lasso has
 * hundreds of edges, and few of them lie beside a frame.
 *
 * @returns {number[][]} for each band its edges; edge i ends at the corner that begins at `outline[i]`.
 */
Unreel.edgesByBand = function (outline, top, bottom) {
  // Without a height nothing is inside, and any number of bands is right.
  if (!(bottom > top)) return [[]];
  const bands = Array.from({ length: Math.min(512, outline.length) }, () => []);
  const bandOf = (y) => Math.min(bands.length - 1, Math.floor(((y - top) / (bottom - top)) * bands.length));
  for (let i = 0; i < outline.length; i += 2) {
    const one = outline[i + 1];
    const other = outline[(i === 0 ? outline.length : i) - 1];
    for (let band = bandOf(Math.min(one, other)); band <= bandOf(Math.max(one, other)); band++) bands[band].push(i);
  }
  return bands;
};
