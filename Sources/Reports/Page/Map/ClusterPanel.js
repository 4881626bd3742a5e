"use strict";
// The page of a cluster: its name, its typical frames, its strangers, its videos.

/**
 * A cluster's frames, most typical first. Without scores they keep the order of priority.
 *
 * @param {MapData} data the data.
 * @param {number} cluster the cluster.
 * @returns {number[]}
 */
Unreel.framesOfCluster = function (data, cluster) {
  const frames = [];
  for (let i = 0; i < data.count; i++) if (data.cluster[i] === cluster) frames.push(i);
  if (data.outlier) frames.sort((a, b) => data.outlier[a] - data.outlier[b] || a - b);
  const typical = data.clusters[cluster].typical ?? [];
  const first = new Set(typical);
  return typical.concat(frames.filter((frame) => !first.has(frame)));
};

/** @returns {number[]} the first frame of each video, so that one video doesn't fill the page. */
Unreel.onePerVideo = function (data, frames) {
  const seen = new Set();
  return frames.filter((frame) => !seen.has(data.video[frame]) && seen.add(data.video[frame]));
};

/** @returns {Node[]} the page of the open cluster. */
Unreel.clusterView = function (app) {
  const { data, names } = app;
  const { cluster } = app.store.values;
  const swatch = Unreel.element("span", { class: "map-swatch" });
  swatch.style.background = app.isDark() ? data.clusters[cluster].dark : data.clusters[cluster].light;
  const showTitle = () => app.setTitle(swatch, Unreel.nameElement(names.of(cluster)));
  showTitle();
  const frames = Unreel.framesOfCluster(data, cluster);
  const videos = data.videosOfCluster(cluster);
  const strangers = frames.filter((frame) => data.videos[data.video[frame]].cluster !== cluster).length;
  const input = Unreel.element("input", {
    type: "text", value: names.given(cluster), placeholder: "Name this group", "aria-label": "Name of the group",
    maxlength: 120,
    oninput: () => {
      names.name(cluster, input.value);
      showTitle();
      app.namesChanged();
    },
  });
  const nameOf = (frame) => Unreel.printable(data.videos[data.video[frame]].name);
  const parts = [
    Unreel.element(
      "div", { class: "map-row" }, input,
      Unreel.button("Save names.csv", (event) => app.saveNames(event.currentTarget), {
        title: "Saves the names of all groups. Put the file into the folder of this page: the next report reads it.",
      }),
      Unreel.linkButton(app)),
    Unreel.element(
      "p", { class: "map-quiet" },
      Unreel.counted(videos.length, "video") + ". " + Unreel.counted(frames.length, "frame") + (frames.length === 1 ? " looks" : " look") + " like this group"
        + (strangers > 0 ? "; " + Unreel.countText(strangers) + " of them " + (strangers === 1 ? "is" : "are") + " from videos of other groups." : ".")),
    Unreel.element("h4", {}, "Most typical, one frame a video"),
    Unreel.pictureList(app, Unreel.onePerVideo(data, frames).slice(0, 240), {
      width: 88, label: "Most typical frames", name: nameOf, limit: 12,
    }),
  ];
  if (data.outlier && frames.length > 12)
    parts.push(
      Unreel.element("h4", {}, "Strangers, one frame a video"),
      Unreel.element("p", { class: "map-quiet" }, "These frames fit their group least."),
      Unreel.pictureList(app, Unreel.onePerVideo(data, [...frames].reverse()).slice(0, 240), { width: 88, label: "Strangest frames", name: nameOf, limit: 6 }));
  parts.push(Unreel.element("h4", {}, "Videos, the most typical first"), Unreel.videoList(app, videos, "Videos of this group"));
  return parts;
};
