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
  const element = Unreel.element("div", {}, box, controls, status);
  let timer = 0;

  function play() {
    const player = Unreel.element("video", { controls: true, "aria-label": Unreel.printable(video.name), playsinline: true, preload: "auto" });
    player.muted = true;
    player.addEventListener("error", () => {
      player.remove();
      picture.hidden = false;
      status.textContent = "This browser can’t play the video, or it isn’t where it was. "
        + "The flipbook shows its frames instead.";
      controls.replaceChildren(flipButton);
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

  /** Shows the frames of the video one after another, four a second. */
  function flip() {
    if (timer !== 0) {
      clearInterval(timer);
      timer = 0;
      flipButton.textContent = "Flipbook";
      thumbnails.show(picture, frame);
      return;
    }
    let place = frames.indexOf(frame);
    flipButton.textContent = "Stop the flipbook";
    timer = setInterval(() => {
      if (!picture.isConnected) {
        clearInterval(timer);
        return;
      }
      place = (place + 1) % frames.length;
      thumbnails.show(picture, frames[place]);
    }, 250);
  }
  const flipButton = Unreel.button("Flipbook", flip);
  if (video.path) controls.append(Unreel.button("Play from " + start, play, { class: "map-primary" }));
  if (frames.length > 1 && app.reader.levels.length > 0) controls.append(flipButton);
  return element;
};
