"use strict";
// The panel beside the map: one view at a time.

/**
 * Makes the panel. Its views are functions that return elements; the store's `view` names one.
 *
 * @param {Object} app the parts of the page.
 * @param {Object<string, function(): Node[]>} views the views by name; `groups` is the first.
 * @returns {HTMLElement}
 */
Unreel.makePanel = function (app, views) {
  const title = Unreel.element("h3", { tabindex: "-1" });
  const back = Unreel.button("Back", () => app.goBack(), { class: "map-back" });
  const content = Unreel.element("div", { class: "map-content" });
  const panel = Unreel.element(
    "section", { class: "map-panel", "aria-label": "Details" },
    Unreel.element("div", { class: "map-panel-head" }, back, title), content);
  app.setTitle = (...nodes) => title.replaceChildren(...nodes);
  app.titleText = () => title.textContent;
  let last = "";
  app.showView = () => {
    const { view, frame, cluster } = app.store.values;
    back.hidden = view === "groups";
    const focused = content.contains(document.activeElement) ? Unreel.labelOf(document.activeElement) : null;
    content.replaceChildren(...views[view]().filter((node) => node !== null));
    if (focused !== null) Unreel.focusAgain(content, focused, title);
    const shown = [view, frame, cluster].join();
    if (shown !== last) content.scrollTop = 0;
    last = shown;
    Unreel.drawForPaper(app, content);
  };
  const inAllViews = ["view", "frame", "cluster", "region", "colour"];
  app.store.listen([...inAllViews, "search", "hidden"], ({ view }, names) => {
    if (view === "groups" || inAllViews.some((name) => names.has(name))) app.showView();
  });
  return panel;
};

/** @returns {string} what a screen reader calls a button. */
Unreel.labelOf = function (element) {
  return element.getAttribute("aria-label") || element.textContent || element.title;
};

/** Gives the focus to the button of the same name in the new content, else to the title. */
Unreel.focusAgain = function (content, label, title) {
  const same = Array.from(content.querySelectorAll("button:not(:disabled), input[type=checkbox]")).find((one) => Unreel.labelOf(one) === label);
  (same ?? title).focus({ preventScroll: same === undefined });
};

/** How many pictures a list shows before its button "More". */
Unreel.firstPictures = 24;

/**
 * Makes a list of frames as pictures; each is a button that chooses its frame.
 *
 * @param {Object} app the parts of the page.
 * @param {ArrayLike<number>} frames the frames, in order.
 * @param {Object} options `width` of a picture, `label` of the list, `marked` frame, `caption` of a
 *     frame, `limit` of pictures shown at once, `first` of them.
 * @returns {HTMLElement}
 */
Unreel.pictureList = function (app, frames, options) {
  const { data, thumbnails } = app;
  const limit = options.limit ?? Unreel.firstPictures;
  const list = Unreel.element("ul", { class: "map-pictures " + (options.kind ?? ""), role: "list", "aria-label": options.label });
  const item = (frame) => {
    const label = (options.name ? options.name(frame) + ", " : "") + Unreel.timeText(data.time[frame]);
    const button = Unreel.button("", () => app.chooseFrame(frame, { flies: true }), {
      class: "map-picture", title: label,
      "aria-current": frame === options.marked ? "true" : null,
      onmouseenter: () => app.store.set({ hovered: frame }), onmouseleave: () => app.store.set({ hovered: -1 }),
    });
    button.style.borderColor = app.colourOf(frame);
    button.append(thumbnails.canvas(frame, options.width));
    const caption = options.caption ? Unreel.element("span", { class: "map-caption" }, options.caption(frame)) : null;
    return Unreel.element("li", {}, button, caption);
  };
  let first = options.first ?? 0;
  let next = first;
  const more = Unreel.button("", () => grow(), { class: "map-more" });
  const before = Unreel.button("", () => growBefore(), { class: "map-more" });
  const showButtons = () => {
    before.hidden = first === 0;
    before.textContent = "Before these (" + Unreel.countText(first) + ")";
    more.hidden = next >= frames.length;
    more.textContent = (options.first === undefined ? "More (" : "After these (") + Unreel.countText(frames.length - next) + ")";
  };
  const grow = () => {
    const end = Math.min(frames.length, next + limit);
    for (; next < end; next++) list.append(item(frames[next]));
    showButtons();
  };
  const growBefore = () => {
    const width = list.scrollWidth;
    for (const end = Math.max(0, first - limit); first > end; first--) list.prepend(item(frames[first - 1]));
    // What was in sight stays there.
    list.scrollLeft += list.scrollWidth - width;
    showButtons();
  };
  grow();
  return Unreel.element("div", {}, list, before, " ", more);
};

/**
 * Makes a list of videos; each is a button that chooses a frame of its video.
 *
 * @param {Object} app the parts of the page.
 * @param {Array<{video: number, frames: ArrayLike<number>}>} groups videos with the frames meant.
 * @param {string} label the name of the list.
 * @returns {HTMLElement}
 */
Unreel.videoList = function (app, groups, label) {
  const list = Unreel.element("ul", { class: "map-videos", role: "list", "aria-label": label });
  const limit = 60;
  let next = 0;
  const more = Unreel.button("", () => grow(), { class: "map-more" });
  const grow = () => {
    const end = Math.min(groups.length, next + limit);
    for (; next < end; next++) {
      const { video, frames } = groups[next];
      const frame = frames[Math.floor(frames.length / 2)];
      if (frame === undefined) continue;
      const button = Unreel.button("", () => app.chooseFrame(frame, { flies: true }), { class: "map-video" });
      button.append(
        app.thumbnails.canvas(frame, 40), Unreel.endOfName(app.data.videos[video].name),
        Unreel.element("span", { class: "map-count" }, Unreel.counted(frames.length, "frame")));
      list.append(Unreel.element("li", {}, button));
    }
    more.hidden = next >= groups.length;
    more.textContent = "More (" + Unreel.countText(groups.length - next) + ")";
  };
  grow();
  return Unreel.element("div", {}, list, more);
};
