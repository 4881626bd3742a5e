// Begins the page that the address names.

import { showComparison } from "./Comparison.js";
import { showList } from "./RunList.js";
import { showRun } from "./RunPage.js";

const main = document.getElementById("content");
const runs = new URLSearchParams(location.search).getAll("run");
if (location.pathname === "/run" && runs.length) showRun(main, runs[0]);
else if (location.pathname === "/compare" && runs.length) showComparison(main, [...new Set(runs)].slice(0, 200));
else showList(main);
