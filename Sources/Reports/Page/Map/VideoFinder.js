"use strict";
// What the search finds: videos by their name, path, category or group.

/** Finds videos by a text. */
Unreel.VideoFinder = class {
  /**
   * @param {MapData} data the data.
   * @param {ClusterNames} names the names of the groups; the user may change them.
   */
  constructor(data, names) {
    this.data = data;
    this.names = names;
    this.texts = data.videos.map((video) =>
      [video.name, video.path ?? "", data.categories[video.category]?.name ?? ""].map(Unreel.searchable).join("\n"));
    /** The groups of each video: its own, or those of its frames where it has none. */
    this.groups = data.videos.map((video, i) =>
      (video.cluster >= 0 ? [video.cluster] : Array.from(new Set(Array.from(data.framesOf(i), (frame) => data.cluster[frame])))));
  }

  /**
   * Finds the videos.
   *
   * A group without a name is found by what the page calls it, as a whole: "group 3" does not mean group 31,
   * and "3" means names with a 3.
   *
   * @param {string} search the text; small and capital letters are the same.
   * @returns {Uint8Array|null} 1 for each video that is found; null for all if the text is empty.
   */
  find(search) {
    const wanted = Unreel.searchable(search.trim());
    if (wanted === "") return null;
    const groups = this.data.clusters.map((_, cluster) => {
      const given = Unreel.searchable(this.names.given(cluster));
      return given === "" ? Unreel.searchable(this.names.of(cluster)) === wanted : given.includes(wanted);
    });
    return Uint8Array.from(this.texts, (text, video) =>
      (text.includes(wanted) || this.groups[video].some((cluster) => groups[cluster]) ? 1 : 0));
  }

  /** @returns {string[]} what can be searched for in this collection. */
  get fields() {
    const { data } = this;
    return ["name", "path", ...(data.categories.length > 0 ? ["category"] : []), ...(data.clusters.length > 0 ? ["group"] : [])];
  }
};

/** @returns {string} a text as it is compared. A letter with a mark may be written as one sign or as two. */
Unreel.searchable = function (text) {
  return text.normalize("NFC").toLocaleLowerCase();
};

/** @returns {string} "a, b or c". */
Unreel.alternatives = function (words) {
  return words.slice(0, -1).join(", ") + " or " + words[words.length - 1];
};
