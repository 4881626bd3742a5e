"use strict";
// What the colours of the map mean.

/**
 * A way to colour frames: its key in the address, its name in the menu, and either `groups` (a list
 * of entries and the group of each frame) or `share` (a place on a scale for each frame, with the names of its ends
 * and an `explanation` where the name does not say enough).
 */
Unreel.colourings = function (data, names) {
  const groups = (key, name, entries, of) => ({ key, name, entries, of });
  const list = [];
  if (data.clusters.length > 0)
    list.push(groups(
      "cluster", "Group",
      data.clusters.map((cluster, i) => ({ name: () => names.of(i), light: cluster.light, dark: cluster.dark })),
      (frame) => data.cluster[frame]));
  const muted = (texts) => texts.map((text, i) => ({
    name: () => text,
    light: Unreel.colourCode(Unreel.mutedColours[i] ?? Unreel.numberedColour(i)),
    dark: Unreel.colourCode(Unreel.mutedColoursOnDark[i] ?? Unreel.numberedColour(i)),
  }));
  if (data.categories.length > 0)
    list.push(groups(
      "category", "Category",
      data.categories.map((category) => ({ name: () => category.name, light: category.light, dark: category.dark })),
      (frame) => data.categoryOf(frame)));
  const videoColour = (i) => Unreel.colourCode(Unreel.numberedColour(i));
  list.push(groups(
    "video", "Video",
    data.videos.map((video, i) => ({ name: () => video.name, light: videoColour(i), dark: videoColour(i) })),
    (frame) => data.video[frame]));
  const ends = new Float32Array(data.videos.length);
  for (let i = 0; i < data.count; i++) ends[data.video[i]] = Math.max(ends[data.video[i]], data.time[i]);
  list.push({
    key: "time", name: "Time in the video", low: "begin", high: "end",
    share: (frame) => (ends[data.video[frame]] > 0 ? data.time[frame] / ends[data.video[frame]] : 0),
  });
  if (data.parts.length > 0)
    list.push(groups("part", "Part", muted(data.parts), (frame) => data.videos[data.video[frame]].part));
  if (data.outlier)
    list.push({
      key: "outlier", name: "Strangeness", low: "typical", high: "strange",
      explanation: "How many of its group’s frames are more typical than this one.",
      share: (frame) => data.outlier[frame] / 255,
    });
  if (data.sure)
    list.push({
      key: "sure", name: "Sureness", low: "unsure", high: "sure", share: (frame) => data.sure[frame] / 255,
      explanation: "How much nearer its own group’s centre is than the next. At 0 % another group is as near.",
    });
  if (data.modality && data.modalities.length > 1)
    list.push(groups("modality", "Modality", muted(data.modalities), (frame) => data.modality[frame]));
  return list;
};

/**
 * Writes the colour of each frame: red, green, blue, and 255 for a shown or 0 for a filtered frame.
 *
 * @param {Uint8Array} bytes four bytes a frame.
 * @param {Object} colouring one of `colourings`.
 * @param {Uint8Array} shown 1 for each frame that no filter hides.
 * @param {boolean} dark whether the ground is dark.
 */
Unreel.colourFrames = function (bytes, colouring, shown, dark) {
  const palette = colouring.entries
    ? colouring.entries.map((entry) => Unreel.colourNumber(dark ? entry.dark : entry.light)) : null;
  for (let i = 0; i < shown.length; i++) {
    const colour = palette
      ? palette[colouring.of(i)] ?? Unreel.noColour : Unreel.scaleColour(colouring.share(i));
    bytes[4 * i] = colour >> 16;
    bytes[4 * i + 1] = (colour >> 8) & 255;
    bytes[4 * i + 2] = colour & 255;
    bytes[4 * i + 3] = shown[i] ? 255 : 0;
  }
};

/**
 * Marks the frames that all filters let through.
 *
 * @param {Uint8Array} shown 1 or 0 for each frame, written by this function.
 * @param {MapData} data the data.
 * @param {Object[]} colourings all colourings.
 * @param {Map<string, Set<number>>} hidden the hidden groups by the key of their colouring.
 * @param {Uint8Array|null} found 1 for each video that the search finds; null for all.
 * @returns {number} how many frames are shown.
 */
Unreel.filterFrames = function (shown, data, colourings, hidden, found) {
  const filters = colourings.filter((one) => one.entries && hidden.get(one.key)?.size > 0);
  let count = 0;
  for (let i = 0; i < data.count; i++) {
    let passes = found === null || found[data.video[i]] === 1;
    for (const filter of filters) passes = passes && !hidden.get(filter.key).has(filter.of(i));
    shown[i] = passes ? 1 : 0;
    count += shown[i];
  }
  return count;
};
