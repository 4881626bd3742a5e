// Assembles a page of the map as the report does: style, data, modules and sheets in one file.

import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
export const mapFolder = join(here, "../../Sources/Reports/Page/Map");

/** The names of the modules, in the order of their dependence. */
export const moduleNames = Array.from(
  readFileSync(join(mapFolder, "../../Map/MapScript.swift"), "utf8").matchAll(/MapScript\("(\w+\.js)"/g), (found) => found[1]);

/** The text of a module. */
export const moduleText = (name) => readFileSync(join(mapFolder, name), "utf8");

/**
 * A script that is the same in HTML and in XML.
 *
 * In HTML, `//<![CDATA[` is a comment of the script. In XML it begins a section in which `<` and `&`
 * mean themselves. So modules may use both, but not `]]>`, `</script` and `<!--`.
 */
export function inlineScript(name) {
  return `//<![CDATA[\n${moduleText(name)}//# sourceURL=unreel/${name}\n//]]>`;
}

/** JSON in a page: no `<` or `&`, so it needs no escapes of HTML and can't end its element. */
export function inlineJSON(value) {
  return JSON.stringify(value).replace(/[<>&\u2028\u2029]/g,
    (letter) => "\\u" + letter.charCodeAt(0).toString(16).padStart(4, "0"));
}

const escaped = (text) => text.replace(/[&<>"]/g, (c) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[c]);

/** The style sheet of the report, taken from its Swift source. */
function reportStyle() {
  const source = readFileSync(join(mapFolder, "../StyleSheet.swift"), "utf8");
  return source.slice(source.indexOf('"""') + 3, source.lastIndexOf('"""'));
}

/**
 * The page.
 *
 * @param {{title: string, data: Object, sheets: Array<{level: number, sheet: number, text: string}>}} content
 *     the data, and the sheets that lie in the page.
 * @returns {string}
 */
export function assemble({ title, data, sheets }) {
  const scripts = moduleNames.map(inlineScript);
  const hashes = scripts.map((script) => `'sha256-${createHash("sha256").update(script).digest("base64")}'`);
  // Sheets beside the page are scripts: a page with them lets scripts of its own place run.
  const own = data.sheets?.folder ? " 'self' file:" : "";
  const sheetElement = ({ level, sheet, text }) =>
    `<script type="text/plain" id="map-sheet-${level}-${sheet}">${text}</script>`;
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8"/>
<meta name="viewport" content="width=device-width, initial-scale=1"/>
<meta name="color-scheme" content="light dark"/>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; media-src 'self' file:; style-src 'unsafe-inline'; script-src ${hashes.join(" ")}${own}"/>
<title>${escaped(title)}</title>
<style>
${reportStyle()}
${readFileSync(join(mapFolder, "Map.css"), "utf8").replaceAll("&", "&amp;").replaceAll("<", "&lt;")}
</style>
</head>
<body>
<main>
<header>
<h1>${escaped(title)}</h1>
</header>
<section id="map" class="map"><noscript>The map needs scripts.</noscript></section>
<script type="application/json" id="map-data">${inlineJSON(data)}</script>
${sheets.filter((one) => one.level === 0).map(sheetElement).join("\n")}
${scripts.map((script) => `<script>${script}</script>`).join("\n")}
<p><a href="#section-files">Files</a></p>
<p style="height: 3000px">The rest of the report.</p>
<section id="section-files"><h2>Files</h2></section>
</main>
<footer>Made by Unreel.</footer>
${sheets.filter((one) => one.level > 0).map(sheetElement).join("\n")}
</body>
</html>
`;
}
