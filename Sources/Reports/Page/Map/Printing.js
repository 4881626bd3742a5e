"use strict";
// Paper: a still picture of the map, and the lists as they are.

/** Shows a picture of the map while the page is printed. */
Unreel.printMap = function (app) {
  const picture = Unreel.element("img", { class: "map-print", alt: "The map as it was on the screen" });
  app.frameElement.append(picture);
  addEventListener("beforeprint", () => {
    // WebGL forgets what it drew, so draw and read in one go.
    app.scene.drawFrame();
    const both = document.createElement("canvas");
    both.width = app.surface.width;
    both.height = app.surface.height;
    const context = both.getContext("2d");
    context.fillStyle = app.isDark() ? "#15181c" : "#ffffff";
    context.fillRect(0, 0, both.width, both.height);
    context.drawImage(app.surface, 0, 0);
    context.drawImage(app.overlay.canvas, 0, 0);
    picture.src = both.toDataURL("image/png");
  });
};
