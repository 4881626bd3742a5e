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

/**
 * The frames of a cluster's videos that fit it least: first those that look like another cluster.
 *
 * @param {MapData} data the data.
 * @param {number} cluster the cluster.
 * @param {number[]} frames the cluster's frames, most typical first.
 * @returns {number[]}
 */
Unreel.strangersOfCluster = function (data, cluster, frames) {
  const others = [];
  for (let i = 0; i < data.count; i++)
    if (data.cluster[i] !== cluster && data.videos[data.video[i]].cluster === cluster) others.push(i);
  // The one that is most typical of another group is the least at home here.
  others.sort((a, b) => data.outlier[a] - data.outlier[b] || a - b);
  return others.concat(frames.filter((frame) => data.videos[data.video[frame]].cluster === cluster).reverse());
};

/** @returns {string} how many videos of each category a cluster holds; empty without categories. */
Unreel.contentOfCluster = function (data, cluster) {
  const counts = new Map();
  for (const video of data.videos)
    if (video.cluster === cluster && video.category >= 0) counts.set(video.category, (counts.get(video.category) ?? 0) + 1);
  return Array.from(counts).sort((a, b) => b[1] - a[1] || a[0] - b[0])
    .map(([category, count]) => Unreel.countText(count) + " " + Unreel.printable(data.categories[category].name)).join(", ");
};

/** @returns {number[]} the first frame of each video, so that one video doesn't fill the page. */
Unreel.onePerVideo = function (data, frames) {
  const seen = new Set();
  return frames.filter((frame) => !seen.has(data.video[frame]) && seen.add(data.video[frame]));
};

/**
 * What a cluster's two counts mean.
 *
 * @param {number} videos the videos that are in it.
 * @param {number} frames the frames that look like it.
 * @param {number} guests those of them whose videos are in other clusters.
 * @returns {string}
 */
Unreel.clusterSentence = function (videos, frames, guests) {
  const own = Unreel.counted(videos, "video") + (videos === 1 ? " is" : " are") + " in this group. Single frames are grouped too: "
    + Unreel.counted(frames, "frame") + (frames === 1 ? " looks" : " look") + " like this group";
  return own + (guests > 0 ? ", " + Unreel.countText(guests) + " of them in videos of other groups." : ".");
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
  const isGuest = (frame) => data.videos[data.video[frame]].cluster !== cluster;
  const guests = frames.filter(isGuest);
  const content = Unreel.contentOfCluster(data, cluster);
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
    Unreel.element("p", { class: "map-quiet" }, Unreel.clusterSentence(videos.length, frames.length, guests.length)),
    content ? Unreel.element("p", {}, content + ".") : null,
    Unreel.element("h4", {}, "Most typical, one frame a video"),
    Unreel.pictureList(app, Unreel.onePerVideo(data, frames.filter((frame) => !isGuest(frame))).slice(0, 240), {
      width: 88, label: "Most typical frames", name: nameOf, limit: 12,
    }),
  ];
  // All of a small group is seen above, the least typical last.
  if (data.outlier && videos.length > 12)
    parts.push(
      Unreel.element("h4", {}, "Strangers, one frame a video"),
      Unreel.element("p", { class: "map-quiet" }, "Frames of this group’s videos that look like another group, then those that look like this group least."),
      Unreel.pictureList(app, Unreel.onePerVideo(data, Unreel.strangersOfCluster(data, cluster, frames)).slice(0, 240), { width: 88, label: "Strangest frames", name: nameOf, limit: 6 }));
  if (guests.length > 0)
    parts.push(
      Unreel.element("h4", {}, "In videos of other groups, one frame a video"),
      Unreel.pictureList(app, Unreel.onePerVideo(data, guests).slice(0, 240), { width: 88, label: "Frames in videos of other groups", name: nameOf, limit: 6 }));
  parts.push(Unreel.element("h4", {}, "Videos, the most typical first"), Unreel.videoList(app, videos, "Videos of this group"));
  return parts;
};
