"use strict";
// The names that the user gives to clusters.

/**
 * Names of clusters: the user's, else the report's, else the number.
 *
 * The user's names are kept by the browser until they are saved as `names.csv`, which the next
 * report reads. A browser that keeps nothing (private windows, some settings) keeps them until the
 * page is closed.
 */
Unreel.ClusterNames = class {
  /** @param {MapData} data the data. */
  constructor(data) {
    this.data = data;
    this.key = "unreel-names:" + data.id;
    this.typed = new Map();
    this.typical = this.typicalVideos();
    /** The names in the report: if they have changed since the user typed others, the file is newer and counts. */
    this.written = JSON.stringify(data.clusters.map((cluster) => cluster.name ?? ""));
    try {
      const kept = JSON.parse(localStorage.getItem(this.key) ?? "{}");
      if (kept.written === this.written)
        for (const [cluster, name] of kept.typed)
          if (Number.isInteger(cluster) && typeof name === "string") this.typed.set(cluster, name);
    } catch {
      // No storage, or not ours: begin without typed names.
    }
  }

  /** @returns {string} the name of a cluster. */
  of(cluster) {
    return this.given(cluster) || "Group " + cluster;
  }

  /** @returns {string} the name that someone gave to a cluster, or "". */
  given(cluster) {
    return this.typed.get(cluster) ?? this.data.clusters[cluster].name ?? "";
  }

  /** Names a cluster. The empty name takes the name away. */
  name(cluster, name) {
    this.typed.set(cluster, name.trim());
    try {
      localStorage.setItem(this.key, JSON.stringify({ written: this.written, typed: Array.from(this.typed) }));
    } catch {
      // The names stay until the page is closed; the button to save them works as ever.
    }
  }

  /** @returns {boolean} whether the user typed a name. */
  get areTyped() {
    return this.typed.size > 0;
  }

  /** @returns {number[]} the most typical video of each cluster: it has the least strange frame. */
  typicalVideos() {
    const { data } = this;
    const best = new Array(data.clusters.length).fill(-1);
    for (let i = 0; i < data.count; i++) {
      const cluster = data.cluster[i];
      if (cluster < 0) continue;
      if (best[cluster] < 0 || (data.outlier && data.outlier[i] < data.outlier[best[cluster]])) best[cluster] = i;
    }
    data.clusters.forEach((cluster, i) => {
      if (cluster.typical?.length > 0) best[i] = cluster.typical[0];
    });
    return best.map((frame) => (frame < 0 ? -1 : data.video[frame]));
  }

  /** @returns {string} the file `names.csv`. */
  csv() {
    const rows = [["cluster", "name", "typical"]];
    this.data.clusters.forEach((cluster, i) => {
      const video = this.data.videos[this.typical[i]];
      rows.push([i, this.given(i), video ? video.name : ""]);
    });
    return Unreel.csv(rows);
  }
};
