"use strict";
// What the user can do, as functions that gestures, keys, lists and buttons share.

/** Adds the actions to `app`. */
Unreel.addActions = function (app) {
  const { data, store, scene, camera } = app;
  const dark = matchMedia("(prefers-color-scheme: dark)");
  app.isDark = () => dark.matches;
  app.colouring = () => app.colourings.find((one) => one.key === store.values.colour);
  app.colourOf = (frame) =>
    "rgb(" + scene.colours[4 * frame] + " " + scene.colours[4 * frame + 1] + " " + scene.colours[4 * frame + 2] + ")";
  app.pointSize = () => Unreel.clamp(3 + Math.log2(camera.scale / camera.homeScale), 2.5, 9)
    + (data.count < 3000 ? 2 : data.count < 30000 ? 1 : 0);
  app.recolour = () => {
    Unreel.colourFrames(scene.colours, app.colouring(), scene.shown, app.isDark());
    app.renderer.recolour(scene.colours);
    scene.request();
  };

  app.say = (text) => { app.live.textContent = text; };
  // The frame nearest to the middle, if it is in sight.
  app.middleFrame = () =>
    scene.frameAt(camera.width / 2, camera.height / 2, Math.hypot(camera.width, camera.height) / 2);
  app.describeMiddle = () => {
    const frame = app.middleFrame();
    const count = Unreel.counted(scene.visibleCount, "picture") + " in sight. ";
    return count + (frame < 0 ? "" : "In the middle: " + Unreel.frameSentence(app, frame));
  };
  app.copy = async (text, what) => {
    const worked = await Unreel.copy(text);
    app.show(what + (worked ? " is copied." : " can’t be copied by this browser."));
  };
  app.show = (text, time = 2500) => {
    app.say(text);
    app.toast.textContent = text;
    app.toast.hidden = false;
    clearTimeout(app.toastTimer);
    app.toastTimer = setTimeout(() => { app.toast.hidden = true; }, time);
  };

  app.chooseFrame = (frame, { flies = false } = {}) => {
    if (frame < 0) {
      store.set({ frame: -1, outline: [], region: null, view: "groups" });
      return;
    }
    store.set({ frame, hovered: -1, view: "frame" });
    app.say(Unreel.frameSentence(app, frame));
    const x = scene.screenX(frame);
    const y = scene.screenY(frame);
    const isOutside = x < 40 || y < 40 || x > camera.width - 40 || y > camera.height - 40;
    const map = data.maps[store.values.map];
    if (flies && isOutside) camera.show(map.x[frame], map.y[frame], camera.scale);
  };
  app.stepFrame = (step) => {
    const { frame } = store.values;
    if (frame < 0) return;
    const frames = data.framesOf(data.video[frame]);
    const next = frames[frames.indexOf(frame) + step];
    if (next === undefined) return;
    app.burst = "step";
    app.chooseFrame(next, { flies: true });
  };
  app.zoomToFrame = (frame) => {
    const map = data.maps[store.values.map];
    camera.show(map.x[frame], map.y[frame], Math.max(camera.scale, camera.homeScale * 8));
  };
  app.zoomToShown = () => Unreel.zoomToShown(app);
  app.chooseRegion = (outline) => {
    const region = Unreel.framesInside(data.maps[store.values.map], scene.shown, outline);
    const { view, cluster } = store.values;
    store.set({ outline, region, frame: -1, cluster: view === "cluster" ? cluster : -1, view: "selection", tool: "move" });
    app.say(Unreel.counted(region.length, "frame") + " selected.");
  };
  app.openCluster = (cluster) => store.set({ cluster, view: "cluster", region: null, outline: [] });
  // Searches the whole collection: an open group or region is closed.
  app.searchFor = (search) => {
    const isEmpty = search.trim() === "";
    app.burst = isEmpty ? "" : "search";
    store.set(isEmpty ? { search } : { search, view: "groups", cluster: -1, region: null, outline: [] });
  };

  app.toggle = (key, group) => {
    const groups = new Set(store.values.hidden.get(key));
    if (!groups.delete(group)) groups.add(group);
    store.set({ hidden: new Map(store.values.hidden).set(key, groups) });
  };
  app.showOnly = (key, group, order) => {
    const groups = new Set(group < 0 ? [] : order.filter((other) => other !== group));
    store.set({ hidden: new Map(store.values.hidden).set(key, groups) });
  };
  app.namesChanged = () => scene.request();
  app.saveNames = () => {
    Unreel.save("names.csv", app.names.csv());
    app.show("Saved. Move names.csv from your downloads into the folder of the run, beside report.html.", 8000);
  };

  // One step back: a frame leads back to the cluster or region it was chosen from.
  app.goBack = () => {
    const { view, region, cluster } = store.values;
    if (view === "frame" && region) store.set({ view: "selection", frame: -1 });
    else if (view === "frame" && cluster >= 0) store.set({ view: "cluster", frame: -1 });
    else {
      store.set({ view: "groups", frame: -1, cluster: -1, region: null, outline: [], tool: "move" });
      app.say("");
    }
  };
};
