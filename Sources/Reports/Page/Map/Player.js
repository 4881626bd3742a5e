"use strict";
// The frame in large, the video itself, and the flipbook where the browser can't play it.

/**
 * The address of a video from the page's folder. Each part is encoded, so that no name can be read
 * as a scheme such as `javascript:`, a query or a fragment.
 *
 * @param {string} path the path.
 * @param {number} seconds where to begin (W3C, Media Fragments URI 1.0).
 * @returns {string}
 */
Unreel.videoAddress = function (path, seconds) {
  const parts = path.split("/").map((part) => encodeURIComponent(part));
  return (path.startsWith("/") ? "" : "./") + parts.join("/") + "#t=" + seconds.toFixed(2);
};

/**
 * Makes the large view of a frame.
 *
 * @param {Object} app the parts of the page.
 * @param {number} frame the frame.
 * @returns {HTMLElement}
 */
Unreel.makePlayer = function (app, frame) {
  const { data, thumbnails } = app;
  const video = data.videos[data.video[frame]];
  const frames = data.framesOf(data.video[frame]);
  const start = Unreel.timeText(data.time[frame]);
  const picture = thumbnails.canvas(frame, 320);
  const status = Unreel.element("p", { class: "map-quiet", role: "status" });
  const controls = Unreel.element("div", { class: "map-row" });
  const box = Unreel.element("div", { class: "map-player" }, picture);
  const shown = Unreel.element("p", { class: "map-quiet", hidden: true });
  const element = Unreel.element("div", {}, box, controls, status, shown);
  let timer = 0;
  let place = frames.indexOf(frame);

  function play() {
    const player = Unreel.element("video", { controls: true, "aria-label": Unreel.printable(video.name), playsinline: true, preload: "auto" });
    player.muted = true;
    player.addEventListener("error", () => {
      player.remove();
      picture.hidden = false;
      app.playability.fail(video.path);
      status.textContent = "This browser can’t play the video, or it isn’t where it was."
        + (flips ? " The flipbook shows its frames instead." : "");
      controls.replaceChildren();
      if (!flips) return;
      controls.append(flipButton);
      flip();
    }, { once: true });
    player.src = Unreel.videoAddress(video.path, data.time[frame]);
    picture.hidden = true;
    box.append(player);
    controls.replaceChildren();
    // A browser may refuse to begin by itself; the player's own button then does.
    player.play().catch(() => {});
    player.focus();
  }

  /** Shows the frames of the video one after another, four a second; the one at which it is stopped is chosen. */
  function flip() {
    if (timer !== 0) {
      clearInterval(timer);
      timer = 0;
      flipButton.textContent = "Flipbook";
      shown.hidden = true;
      if (frames[place] !== frame) app.chooseFrame(frames[place]);
      return;
    }
    shown.hidden = false;
    flipButton.textContent = "Stop the flipbook";
    timer = setInterval(() => {
      if (!picture.isConnected) {
        clearInterval(timer);
        return;
      }
      place = (place + 1) % frames.length;
      thumbnails.show(picture, frames[place]);
      shown.textContent = "Frame " + (place + 1) + " of " + frames.length + ", at " + Unreel.timeText(data.time[frames[place]]);
    }, 250);
  }
  const flipButton = Unreel.button("Flipbook", flip);
  const flips = frames.length > 1 && app.reader.levels.length > 0;
  const plays = video.path ? app.playability.of(video.path) : "no";
  const playButton = plays === "no" ? null : Unreel.button("Play from " + start, play);
  // What works stands first.
  const buttons = [playButton, flips ? flipButton : null];
  if (plays !== "perhaps") buttons.reverse();
  controls.append(...buttons.filter((button) => button !== null));
  controls.firstChild?.classList.add("map-primary");
  if (video.path) status.textContent = Unreel.whyNoVideo(plays, video.path, flips);
  return element;
};

/** @returns {string} why a video is not played, in a sentence; "" if it may be. */
Unreel.whyNoVideo = function (plays, path, flips) {
  if (plays === "perhaps") return "";
  const files = "." + Unreel.printable(Unreel.suffixOf(path)) + " files";
  return (plays === "no" ? "This browser doesn’t play " + files : "The browser could not play one of the " + files)
    + (flips ? "; the flipbook shows the frames." : ".");
};
