"use strict";
// Colours that people with any common kind of colour vision tell apart.

/**
 * Nine colours for categories. Source: Paul Tol, "Colour Schemes" (technical note SRON/EPS/TN/09-002),
 * scheme "muted", with its pale grey left to what has no category.
 */
Unreel.mutedColours = [
  0xcc6677, 0x332288, 0xddcc77, 0x117733, 0x88ccee, 0x882255, 0x44aa99, 0x999933, 0xaa4499,
];

/** The same for a dark ground: the dark ones are lightened until they have a contrast of 3 with it. */
Unreel.mutedColoursOnDark = [
  0xcc6677, 0x7f72d8, 0xddcc77, 0x2fa556, 0x88ccee, 0xc2558c, 0x44aa99, 0x999933, 0xc268b3,
];

/**
 * Stops of the scale "cividis", from low to high. Source: Nunez, Anderton and Renslow, "Optimizing
 * colormaps with consideration for color vision deficiency", PLOS ONE 13 (2018).
 */
Unreel.cividis = [
  0x00224e, 0x123570, 0x3b496c, 0x575d6d, 0x707173, 0x8a8678, 0xa59c74, 0xc3b369, 0xe1cc55, 0xfee838,
];

/** What has no cluster or category. */
Unreel.noColour = 0x9aa4af;

/**
 * A colour of the scale.
 *
 * @param {number} share the place on the scale, between 0 and 1.
 * @returns {number} 0xRRGGBB.
 */
Unreel.scaleColour = function (share) {
  const place = Unreel.clamp(share, 0, 1) * (Unreel.cividis.length - 1);
  const low = Math.min(Unreel.cividis.length - 2, Math.floor(place));
  return Unreel.mixed(Unreel.cividis[low], Unreel.cividis[low + 1], place - low);
};

/** @returns {number} the colour `share` of the way from `from` to `to`. */
Unreel.mixed = function (from, to, share) {
  let colour = 0;
  for (const shift of [16, 8, 0]) {
    const a = (from >> shift) & 255;
    const b = (to >> shift) & 255;
    colour |= Math.round(a + (b - a) * share) << shift;
  }
  return colour;
};

/**
 * A colour for one of many things, such as videos. Neighbours in number differ most: each hue lies
 * a golden angle after the one before, and three lightnesses alternate.
 *
 * @param {number} number the thing's number.
 * @returns {number} 0xRRGGBB.
 */
Unreel.numberedColour = function (number) {
  const hue = (number * 137.508) % 360;
  const lightness = [0.5, 0.66, 0.4][number % 3];
  const strength = 0.6 * Math.min(lightness, 1 - lightness);
  const part = (n) => {
    const k = (n + hue / 30) % 12;
    return Math.round(255 * (lightness - strength * Math.max(-1, Math.min(k - 3, 9 - k, 1))));
  };
  return (part(0) << 16) | (part(8) << 8) | part(4);
};

/** @returns {string} "#rrggbb". */
Unreel.colourCode = function (colour) {
  return "#" + colour.toString(16).padStart(6, "0");
};

/** @returns {number} 0xRRGGBB of "#rrggbb". */
Unreel.colourNumber = function (code) {
  return parseInt(code.slice(1), 16);
};
