// One stream of events for the whole page. A hidden page closes it, and a page that is seen again gets everything anew.

/**
 * Listens to the server.
 * @param {string[]} runs the runs whose curves are wanted
 * @param {boolean} isCoarse whether few points suffice
 * @param {Object<string, function(object)>} listeners what to do with each kind of news
 */
export function listen(runs, isCoarse, listeners) {
  const query = new URLSearchParams(runs.map((run) => ["run", run]));
  if (isCoarse) query.set("coarse", "1");
  const link = document.getElementById("link");
  let source = null;
  const connect = () => {
    if (source || document.hidden) return;
    source = new EventSource("/api/events?" + query);
    source.onopen = () => { link.textContent = "live"; };
    source.onerror = () => {
      link.textContent = "not connected; trying again";
      // A refusal ends a source for good; the server may have been started anew.
      if (source?.readyState === EventSource.CLOSED) {
        source = null;
        setTimeout(connect, 5000);
      }
    };
    for (const [kind, listener] of Object.entries(listeners)) source.addEventListener(kind, (event) => listener(JSON.parse(event.data)));
  };
  const again = () => { source?.close(); source = null; connect(); };
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) return connect();
    source?.close();
    source = null;
    link.textContent = "paused";
  });
  connect();
  return { again };
}

/** Keeps the list of runs: the whole list comes first, then those that changed. */
export class Runs {
  constructor() { this.runs = new Map(); }
  take({ whole, runs }) {
    if (whole) this.runs.clear();
    for (const run of runs) this.runs.set(run.run, run);
  }
  get(name) { return this.runs.get(name); }
  all() { return [...this.runs.values()].sort((a, b) => a.run < b.run ? -1 : 1); }
}

/** The address of a run's page. */
export const runAddress = (run) => "/run?run=" + encodeURIComponent(run);
/** How a run is called: the served folder itself has no other name. */
export const runName = (run) => run === "." ? "This folder" : run;
