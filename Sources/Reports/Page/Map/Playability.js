"use strict";
// Which videos this browser plays, as far as the page can know before it tries.

/**
 * The types of files by their suffix; a file is worth a try if the browser plays one of them. Browsers look into
 * a file: one that plays MP4 plays most MOV files, whatever it says of their type.
 */
Unreel.videoTypes = {
  mp4: ["video/mp4"], m4v: ["video/mp4"], mov: ["video/quicktime", "video/mp4"], webm: ["video/webm"],
  mkv: ["video/x-matroska", "video/webm"], ogv: ["video/ogg"], ogg: ["video/ogg"], avi: ["video/x-msvideo"],
  wmv: ["video/x-ms-wmv"], flv: ["video/x-flv"], mpg: ["video/mpeg"], mpeg: ["video/mpeg"], vob: ["video/mpeg"],
  ts: ["video/mp2t"], mts: ["video/mp2t"], m2ts: ["video/mp2t"], "3gp": ["video/3gpp", "video/mp4"],
};

/** @returns {string} the suffix of a path in small letters, without its dot; "" if there is none. */
Unreel.suffixOf = function (path) {
  return /[^/]\.([^./]+)$/.exec(path)?.[1].toLowerCase() ?? "";
};

/** What is known of the suffixes of videos. */
Unreel.Playability = class {
  /** @param {function(string): string} canPlayType the browser's answer to a type; "" means no. */
  constructor(canPlayType) {
    this.canPlayType = canPlayType;
    /** Suffixes of which a video failed. */
    this.failed = new Set();
  }

  /** Remembers that a video failed, so that others with its suffix begin with the flipbook. */
  fail(path) {
    this.failed.add(Unreel.suffixOf(path));
  }

  /** @returns {string} "no", "failed" (another one did) or "perhaps". */
  of(path) {
    const suffix = Unreel.suffixOf(path);
    const types = Object.hasOwn(Unreel.videoTypes, suffix) ? Unreel.videoTypes[suffix] : null;
    if (types && types.every((type) => this.canPlayType(type) === "")) return "no";
    return this.failed.has(suffix) ? "failed" : "perhaps";
  }
};
