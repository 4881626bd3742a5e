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
  const frames = [];
  for (let frame = 0; frame < shown.length; frame++) {
    const x = map.x[frame];
    const y = map.y[frame];
    if (!shown[frame] || x < left || x > right || y < top || y > bottom) continue;
    let inside = false;
    for (let i = 0, j = outline.length - 2; i < outline.length; j = i, i += 2) {
      const crosses = outline[i + 1] > y !== outline[j + 1] > y;
      if (crosses && x < ((outline[j] - outline[i]) * (y - outline[i + 1])) / (outline[j + 1] - outline[i + 1]) + outline[i])
        inside = !inside;
    }
    if (inside) frames.push(frame);
  }
  return frames;
};
