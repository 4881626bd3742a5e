// Tests of what a screen reader is told, in headless Chromium: node --test Tests/Page/

import assert from "node:assert/strict";
import { test } from "node:test";
import { skip, testPage as page, withPage } from "./testPage.mjs";

withPage();

/** The nodes that a screen reader reads: role, name, description, properties and the roles of their children. */
async function tree() {
  const { nodes } = await page.browser.send("Accessibility.getFullAXTree");
  const all = new Map(nodes.map((one) => [one.nodeId, one]));
  const read = (one) => (one.ignored || one.role.value === "none" ? (one.childIds ?? []).flatMap((id) => read(all.get(id))) : [one]);
  return nodes.filter((one) => !one.ignored).map((one) => ({
    role: one.role.value, name: one.name?.value ?? "", description: one.description?.value ?? "",
    ...Object.fromEntries((one.properties ?? []).map(({ name, value }) => [name, value.value])),
    children: (one.childIds ?? []).flatMap((id) => read(all.get(id))).map((child) => child.role.value),
  }));
}

for (const [name, action, lists] of [
  ["the groups", "", ["Group"]],
  ["a search", "Unreel.app.searchFor('clip-001')", ["Videos found", "Group"]],
  ["a frame", "Unreel.app.chooseFrame(5)", ["Frames of this video, by time", "Nearest frames of other videos", "Nearest videos"]],
  ["a group", "for (const video of Unreel.app.data.videos.slice(0, 14)) video.cluster = 1; Unreel.app.openCluster(1)", ["Most typical frames", "Strangest frames", "Videos of this group"]],
  ["a region", "Unreel.app.chooseRegion([0, 0, 65535, 0, 65535, 65535, 0, 65535])", ["Videos in the region", "Frames in the region"]],
  ["the keys", "Unreel.app.showKeys()", []],
])
  test(`${name}: each control has a role and a name, lists are lists`, { skip }, async () => {
    await page.open();
    await page.browser.send("Accessibility.enable");
    await page.browser.evaluate(`${action}; 0`);
    const nodes = await tree();
    const controls = nodes.filter((one) => one.focusable && one.role !== "RootWebArea");
    assert.ok(controls.length > 1);
    assert.deepEqual(controls.filter((one) => one.name.trim() === "" || one.role === "generic"), []);
    // A name that is its description too is read twice.
    assert.deepEqual(nodes.filter((one) => one.name !== "" && one.name === one.description), []);
    for (const list of lists) {
      const found = nodes.find((one) => one.role === "list" && one.name === list);
      assert.ok(found, list);
      assert.ok(found.children.length > 0 && found.children.every((role) => role === "listitem"), `${list}: ${found.children}`);
    }
  });

test("states are said: pressed, hidden groups, the chosen frame, the whole screen", { skip }, async () => {
  await page.open();
  await page.browser.send("Accessibility.enable");
  const find = async (role, name) => (await tree()).find((one) => one.role === role && one.name.startsWith(name));
  await page.browser.evaluate("Unreel.app.toggle('cluster', 2); Unreel.app.store.set({ tool: 'box' }); 0");
  assert.equal((await find("button", "Box")).pressed, "true");
  assert.equal((await find("button", "Move")).pressed, "false");
  assert.equal((await find("checkbox", "Show Group 2 on the map")).checked, "false");
  assert.equal((await find("checkbox", "Show Group 1 on the map")).checked, "true");
  assert.match((await find("button", "Group 2 ")).name, /^Group 2 \d+ frames$/);
  await page.browser.evaluate("Unreel.app.root.requestFullscreen = undefined; Unreel.app.toggleFull()");
  assert.equal((await find("button", "Full screen")).pressed, "true");
  await page.browser.evaluate("Unreel.app.toggleFull()");
  assert.equal((await find("button", "Full screen")).pressed, "false");
  await page.browser.evaluate("Unreel.app.chooseFrame(5); 0");
  assert.equal(await page.browser.evaluate("document.querySelectorAll('.map-strip [aria-current=true]').length"), 1);
  assert.equal((await find("region", "Map")).role, "region");
  assert.equal((await find("application", "Map of frames")).description, "Arrows move it, plus and minus zoom, Enter chooses the frame in the middle.");
});
