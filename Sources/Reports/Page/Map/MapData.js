"use strict";
// The data of the map, read from the page. README.md describes the format.

/** A value of `cluster`, `category` and so on that says: there is none. */
Unreel.none = -1;

/** The frames, videos, clusters and categories of a report. */
Unreel.MapData = class {
  /**
   * Reads the data.
   *
   * @param {Object} json the parsed content of the element `map-data`.
   * @throws {Error} if the format is another one, or an array has a wrong length.
   */
  constructor(json) {
    if (json.format !== 1) throw new Error("The map has format " + json.format + "; this page reads 1.");
    const frames = json.frames;
    const count = (this.count = frames.count);
    const column = (name, kind, text, width = 1) => {
      if (text === undefined || text === null) return null;
      const array = new kind(Unreel.bytesFromBase64(text).buffer);
      if (array.length !== count * width)
        throw new Error("frames." + name + " has " + array.length + " values, not " + count * width + ".");
      return array;
    };
    this.id = json.id ?? "report";
    /** The maps: name, x and y of each frame, from 0 to 65535; y grows downwards. */
    this.maps = frames.maps.map((map) => ({
      name: map.name,
      x: column("maps.x", Uint16Array, map.x),
      y: column("maps.y", Uint16Array, map.y),
    }));
    this.video = column("video", Uint32Array, frames.video);
    this.time = column("time", Float32Array, frames.time);
    this.number = column("number", Uint32Array, frames.number);
    this.cluster = Unreel.signed(column("cluster", Uint16Array, frames.cluster), count);
    this.outlier = column("outlier", Uint8Array, frames.outlier);
    this.sure = column("sure", Uint8Array, frames.sure);
    this.modality = column("modality", Uint8Array, frames.modality);
    this.nearestCount = frames.nearest ? frames.nearest.count : 0;
    this.nearest = frames.nearest
      ? column("nearest.frames", Uint32Array, frames.nearest.frames, this.nearestCount) : null;
    this.videos = json.videos.map((video) => ({
      name: video.name, path: video.path ?? null, category: video.category ?? Unreel.none,
      cluster: video.cluster ?? Unreel.none, part: video.part ?? Unreel.none, nearest: video.nearest ?? [],
      similarity: video.similarity ?? 0,
    }));
    this.clusters = json.clusters;
    this.categories = json.categories ?? [];
    this.parts = json.parts ?? [];
    this.modalities = json.modalities ?? [];
    this.sheets = json.sheets;
    this.groupByVideo();
  }

  /** Puts the frames of each video together, in the order of time. */
  groupByVideo() {
    const starts = (this.videoStarts = new Uint32Array(this.videos.length + 1));
    for (let i = 0; i < this.count; i++) {
      if (this.video[i] >= this.videos.length)
        throw new Error("Frame " + i + " names video " + this.video[i] + ", which is not in the list.");
      starts[this.video[i] + 1]++;
    }
    for (let v = 0; v < this.videos.length; v++) starts[v + 1] += starts[v];
    const places = starts.slice();
    this.videoFrames = new Uint32Array(this.count);
    for (let i = 0; i < this.count; i++) this.videoFrames[places[this.video[i]]++] = i;
    for (let v = 0; v < this.videos.length; v++)
      this.videoFrames.subarray(starts[v], starts[v + 1]).sort((a, b) => this.time[a] - this.time[b]);
  }

  /** @returns {Uint32Array} the frames of a video, in the order of time. */
  framesOf(video) {
    return this.videoFrames.subarray(this.videoStarts[video], this.videoStarts[video + 1]);
  }

  /** @returns {number} a frame's category, which is its video's. */
  categoryOf(frame) {
    return this.videos[this.video[frame]].category;
  }

  /** @returns {number[]} the nearest frames of other videos, nearest first; empty if unknown. */
  nearestOf(frame) {
    const from = frame * this.nearestCount;
    return this.nearest
      ? Array.from(this.nearest.subarray(from, from + this.nearestCount)).filter((i) => i < this.count) : [];
  }

  /** @returns {Array<{video: number, frames: number[]}>} the videos of a cluster with all their frames, most typical first. */
  videosOfCluster(cluster) {
    return Array.from(this.videos.keys())
      .filter((video) => this.videos[video].cluster === cluster)
      .sort((a, b) => this.videos[b].similarity - this.videos[a].similarity || a - b)
      .map((video) => ({ video, frames: Array.from(this.framesOf(video)) }));
  }

  /** @returns {Array<{video: number, frames: number[]}>} frames by video, in the order of time; most frames first. */
  videosOf(frames) {
    const wanted = new Uint8Array(this.count);
    for (const frame of frames) wanted[frame] = 1;
    const groups = [];
    for (let video = 0; video < this.videos.length; video++) {
      const list = [];
      for (let i = this.videoStarts[video]; i < this.videoStarts[video + 1]; i++)
        if (wanted[this.videoFrames[i]]) list.push(this.videoFrames[i]);
      if (list.length > 0) groups.push({ video, frames: list });
    }
    return groups.sort((a, b) => b.frames.length - a.frames.length || a.video - b.video);
  }
};

/** @returns {Int32Array} numbers where 65535, "none" in the file, is -1; all -1 without a column. */
Unreel.signed = function (column, count) {
  const numbers = new Int32Array(count).fill(Unreel.none);
  if (column) for (let i = 0; i < count; i++) numbers[i] = column[i] === 0xffff ? Unreel.none : column[i];
  return numbers;
};
