"use strict";
// What leaves the page: CSV files and command lines.

/** @returns {string} a value as a field of a CSV file (RFC 4180). */
Unreel.csvField = function (value) {
  const text = String(value);
  return /[",\r\n]/.test(text) ? '"' + text.replaceAll('"', '""') + '"' : text;
};

/**
 * Writes a table as CSV.
 *
 * @param {Array<Array<string|number>>} rows the rows, the header first.
 * @returns {string}
 */
Unreel.csv = function (rows) {
  return rows.map((row) => row.map(Unreel.csvField).join(",") + "\r\n").join("");
};

/**
 * Quotes a word for bash, zsh and ksh.
 *
 * Inside single quotes only the single quote means something. A name with control characters gets
 * the form `$'…'` with escapes: pasted raw, such characters could act on the terminal.
 *
 * @param {string} word any text.
 * @returns {string}
 */
Unreel.shellWord = function (word) {
  if (!/[\u0000-\u001f\u007f-\u009f]/.test(word)) return "'" + word.replaceAll("'", "'\\''") + "'";
  const bytes = new TextEncoder().encode(word);
  let text = "";
  for (const byte of bytes) {
    const letter = String.fromCharCode(byte);
    if (letter === "'" || letter === "\\") text += "\\" + letter;
    else if (byte >= 0x20 && byte < 0x7f) text += letter;
    else text += "\\" + byte.toString(8).padStart(3, "0");
  }
  return "$'" + text + "'";
};

/**
 * The command that links or copies videos into a folder. It never overwrites a file, and can be given again.
 *
 * @param {string[]} paths the videos, from the page's folder.
 * @param {string} folder the new folder, from the page's folder.
 * @param {boolean} copies copies instead of links.
 * @returns {string} commands, a line each.
 */
Unreel.shellCommand = function (paths, folder, copies) {
  // `ln -r`, `cp -n` and `-t`: GNU coreutils. One that is there is passed over, and the others are made.
  const verb = copies ? "cp -n" : "ln -s -r";
  const target = Unreel.shellWord(folder);
  const taken = new Set();
  const [plain, renamed] = [[], []];
  for (const path of paths) {
    const name = path.slice(path.lastIndexOf("/") + 1);
    const dot = name.lastIndexOf(".") > 0 ? name.lastIndexOf(".") : name.length;
    let own = name;
    // Two videos may have one name in two folders.
    for (let number = 2; taken.has(own); number++) own = name.slice(0, dot) + " (" + number + ")" + name.slice(dot);
    taken.add(own);
    if (own === name) plain.push(Unreel.shellWord(path));
    else renamed.push(verb + " -T -- " + Unreel.shellWord(path) + " " + Unreel.shellWord(folder + "/" + own));
  }
  const lines = [];
  // A command has room for some thousand words.
  for (let start = 0; start < plain.length; start += 1000)
    lines.push([verb + " -t " + target + " --", ...plain.slice(start, start + 1000)].join(" \\\n  "));
  return ["mkdir -p -- " + target, ...lines, ...renamed].join("\n");
};

/**
 * Writes the frames of a selection as CSV. There may be a hundred thousand: what a video's frames share is made once.
 *
 * @param {MapData} data the data.
 * @param {number[]} frames the frames.
 * @returns {string} header and rows, by video and time.
 */
Unreel.framesAsCSV = function (data, frames) {
  let text = "video,path,frame,seconds,cluster,category\r\n";
  for (const group of data.videosOf(frames)) {
    const video = data.videos[group.video];
    const begin = Unreel.csvField(video.name) + "," + Unreel.csvField(video.path ?? "") + ",";
    const end = "," + (video.category < 0 ? "" : Unreel.csvField(data.categories[video.category].name)) + "\r\n";
    for (const frame of group.frames)
      text += begin + (data.number ? data.number[frame] : "") + "," + data.time[frame].toFixed(3) + ","
        + (data.cluster[frame] < 0 ? "" : data.cluster[frame]) + end;
  }
  return text;
};

/** Offers a text as a file to save. */
Unreel.save = function (name, text, type = "text/csv;charset=utf-8") {
  const address = URL.createObjectURL(new Blob([text], { type }));
  const link = Unreel.element("a", { href: address, download: name });
  link.click();
  // The browser needs the address until it has read the text.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
};

/**
 * Copies a text.
 *
 * @returns {Promise<boolean>} whether it worked.
 */
Unreel.copy = async function (text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // Pages from disk may lack `navigator.clipboard`; the old way works there.
    const field = Unreel.element("textarea", { style: "position:fixed;opacity:0" });
    field.value = text;
    document.body.append(field);
    field.select();
    const worked = document.execCommand("copy");
    field.remove();
    return worked;
  }
};
