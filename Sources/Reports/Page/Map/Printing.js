"use strict";
// Paper: a still picture of the map, and the lists as they are.

/** Shows a picture of the map while the page is printed. */
Unreel.printMap = function (app) {
  const picture = Unreel.element("img", { class: "map-print", alt: "The map as it was on the screen" });
  app.frameElement.append(picture);
  addEventListener("beforeprint", () => {
    // WebGL forgets what it drew, so draw and read in one go.
    // Paper is light, whatever the screen is.
    const { isDark } = app;
    app.isDark = () => false;
    app.scene.drawFrame();
    app.isDark = isDark;
    const both = document.createElement("canvas");
    both.width = app.surface.width;
    both.height = app.surface.height;
    const context = both.getContext("2d");
    context.fillStyle = "#ffffff";
    context.fillRect(0, 0, both.width, both.height);
    context.drawImage(app.surface, 0, 0);
    context.drawImage(app.overlay.canvas, 0, 0);
    picture.src = both.toDataURL("image/png");
    app.scene.request();
  });
};

/** How long a view stands before its pictures out of sight are drawn, in milliseconds. */
Unreel.printPatience = 2000;

/**
 * Draws the pictures of the panel that were never in sight. A browser does not wait for pictures once it prints, so
 * this happens while a view stands still.
 */
Unreel.drawForPaper = function (app, content) {
  clearTimeout(app.paperTimer);
  app.paperTimer = setTimeout(async () => {
    for (const canvas of content.querySelectorAll(".map-thumbnail")) {
      if (!canvas.isConnected) return;
      if (!("drawn" in canvas.dataset)) await app.thumbnails.paint(canvas);
    }
  }, Unreel.printPatience);
};
