"use strict";
// Numbers as texts, and texts as numbers.

/**
 * Decodes base64 (RFC 4648, section 4).
 *
 * @param {string} text the letters, without spaces.
 * @returns {Uint8Array}
 */
Unreel.bytesFromBase64 = function (text) {
  if (Uint8Array.fromBase64) return Uint8Array.fromBase64(text);
  const letters = atob(text);
  const bytes = new Uint8Array(letters.length);
  for (let i = 0; i < letters.length; i++) bytes[i] = letters.charCodeAt(i);
  return bytes;
};

/**
 * A time in a video: "0:07", "12:05" or "1:02:03"; a tenth of a second is added where it is not 0.
 *
 * @param {number} seconds seconds since the begin.
 * @returns {string}
 */
Unreel.timeText = function (seconds) {
  const tenths = Math.round(Math.max(0, seconds) * 10);
  const whole = Math.floor(tenths / 10);
  const two = (number) => String(number).padStart(2, "0");
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor(whole / 60) % 60;
  const start = hours > 0 ? hours + ":" + two(minutes) : String(minutes);
  const rest = tenths % 10 === 0 ? "" : "." + (tenths % 10);
  return start + ":" + two(whole % 60) + rest;
};

/**
 * A count with thin spaces between thousands, as in the rest of the report.
 *
 * @param {number} count a whole number.
 * @returns {string}
 */
Unreel.countText = function (count) {
  const digits = String(count);
  return digits.length < 5 ? digits : digits.replace(/\B(?=(\d{3})+$)/g, "\u202f");
};

/**
 * A count and its noun: "1 frame", "2 frames".
 *
 * @param {number} count a whole number.
 * @param {string} noun the noun in the singular; its plural ends in "s".
 * @returns {string}
 */
Unreel.counted = function (count, noun) {
  return Unreel.countText(count) + " " + noun + (count === 1 ? "" : "s");
};

/**
 * A share in percent: "93 %".
 *
 * @param {number} share between 0 and 1.
 * @returns {string}
 */
Unreel.shareText = function (share) {
  return Math.round(share * 100) + "\u202f%";
};

/** @returns {number} `value`, moved between `low` and `high`. */
Unreel.clamp = function (value, low, high) {
  return Math.min(high, Math.max(low, value));
};
