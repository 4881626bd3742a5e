// A chart of curves on a canvas, with a cursor for mouse, finger and keyboard, and a table for those who can't see it.

import { element, fill, table } from "./Elements.js";
import { short, ticks } from "./Numbers.js";

/** Colours that most people tell apart (Okabe and Ito), dark enough for light pages and light enough for dark ones. */
const colours = ["#0072b2", "#d55e00", "#009e73", "#b5528f", "#8a6d00", "#3a8fc7", "#7a5195", "#5b6770"];
const dashes = [[], [7, 4], [2, 3], [9, 3, 2, 3]];

/** The look of the curve of a number. */
export const look = (index) => ({ colour: colours[index % colours.length], dash: dashes[Math.floor(index / colours.length) % dashes.length] });

/** A sample of a curve's look, for a legend. */
export function sample(index) {
  const names = "http://www.w3.org/2000/svg";
  const picture = document.createElementNS(names, "svg");
  picture.setAttribute("viewBox", "0 0 36 12");
  picture.setAttribute("aria-hidden", "true");
  const line = document.createElementNS(names, "path");
  const { colour, dash } = look(index);
  for (const [key, value] of Object.entries({ d: "M0 6H36", stroke: colour, "stroke-width": 3, "stroke-dasharray": dash.join(" ") })) line.setAttribute(key, value);
  picture.append(line);
  return picture;
}

/** One chart. */
export class Chart {
  /**
   * @param {string} title what is drawn
   * @param {{isWide?: boolean}} options
   */
  constructor(title, { isWide = false } = {}) {
    this.title = title;
    this.series = [];
    this.cursor = null;
    this.canvas = element("canvas", {
      tabindex: "0", role: "img", onpointermove: (event) => this.point(event), onpointerdown: (event) => this.point(event),
      onpointerleave: () => this.move(null), onblur: () => this.move(null), onkeydown: (event) => this.key(event),
    });
    this.output = element("output", { "aria-live": "polite" });
    this.rows = element("div");
    this.details = element("details", { ontoggle: () => this.fillTable() }, element("summary", {}, "Values as a table"), this.rows);
    this.root = element("section", { class: "chart" + (isWide ? " chart-wide" : "") }, element("h3", {}, title), this.canvas, this.output, this.details);
    new ResizeObserver(() => this.draw()).observe(this.canvas);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.draw());
  }

  /** Shows curves: each has a `name`, `points` and the number of its look. */
  set(series) {
    this.series = series.filter((one) => one.points.length);
    this.root.hidden = !this.series.length;
    const all = this.series.map((one) => {
      const [first, last] = [one.points[0], one.points[one.points.length - 1]];
      return `${one.name}: ${short(first.mean)} at step ${Math.round(first.x)}, ${short(last.mean)} at step ${Math.round(last.x)}`;
    });
    this.canvas.setAttribute("aria-label", `${this.title}. ${all.slice(0, 8).join("; ")}. Arrow keys move along the curve; a table follows.`);
    this.fillTable();
    if (!this.isWaiting) {
      this.isWaiting = true;
      requestAnimationFrame(() => { this.isWaiting = false; this.draw(); });
    }
  }

  fillTable() {
    if (!this.details.open) return;
    const points = this.series[0]?.points ?? [];
    const count = Math.min(points.length, 12);
    const chosen = Array.from({ length: count }, (_, index) => points[Math.round(index * (points.length - 1) / Math.max(count - 1, 1))].x);
    fill(this.rows, table(this.title, "values", ["Step", ...this.series.map((one) => one.name)],
      chosen.map((x) => [String(Math.round(x)), ...this.series.map((one) => short(nearest(one.points, x)?.mean))])));
  }

  // Cursor

  point(event) {
    const box = this.canvas.getBoundingClientRect();
    if (this.frame) this.move(this.frame.step(event.clientX - box.left));
  }
  key(event) {
    const points = this.series[0]?.points ?? [];
    const places = { ArrowLeft: -1, ArrowRight: 1, PageUp: -20, PageDown: 20, Home: -Infinity, End: Infinity };
    if (!(event.key in places) || !points.length) return;
    event.preventDefault();
    const now = this.cursor === null ? points.length - 1 : points.indexOf(nearest(points, this.cursor));
    this.move(points[Math.min(Math.max(now + places[event.key], 0), points.length - 1)].x);
  }
  move(x) {
    this.cursor = x;
    const found = x === null ? [] : this.series.map((one) => [one.name, nearest(one.points, x)]).filter(([, point]) => point);
    this.output.textContent = found.length ? `step ${Math.round(found[0][1].x)}: ` + found.slice(0, 8).map(([name, point]) => `${name} ${short(point.mean)}`).join(", ") : "";
    this.draw();
  }

  // Drawing

  draw() {
    const { canvas } = this;
    const [width, height, ratio] = [canvas.clientWidth, canvas.clientHeight, devicePixelRatio || 1];
    if (!width || !this.series.length) return;
    if (canvas.width !== Math.round(width * ratio)) canvas.width = Math.round(width * ratio);
    if (canvas.height !== Math.round(height * ratio)) canvas.height = Math.round(height * ratio);
    const pen = canvas.getContext("2d");
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    pen.clearRect(0, 0, width, height);
    const style = getComputedStyle(document.documentElement);
    const colour = (name) => style.getPropertyValue(name).trim();
    const frame = this.frame = this.place(width, height);
    pen.font = "12px system-ui, sans-serif";
    pen.lineWidth = 1;
    for (const value of frame.yTicks) {
      pen.strokeStyle = colour("--line");
      pen.beginPath();
      pen.moveTo(frame.left, frame.y(value));
      pen.lineTo(width - frame.right, frame.y(value));
      pen.stroke();
      pen.fillStyle = colour("--faint");
      pen.textAlign = "right";
      pen.textBaseline = "middle";
      pen.fillText(short(value), frame.left - 6, frame.y(value));
    }
    pen.textBaseline = "top";
    pen.textAlign = "center";
    for (const value of frame.xTicks) pen.fillText(short(value), frame.x(value), height - frame.bottom + 6);
    pen.save();
    pen.beginPath();
    pen.rect(frame.left, 0, width - frame.left - frame.right + 2, height - frame.bottom + 1);
    pen.clip();
    // Bands of many runs would hide each other.
    if (this.series.length <= 3) for (const one of this.series) this.drawBand(pen, frame, one);
    for (const one of this.series) this.drawLine(pen, frame, one);
    if (this.cursor !== null) {
      pen.strokeStyle = colour("--faint");
      pen.lineWidth = 1;
      pen.setLineDash([]);
      pen.beginPath();
      pen.moveTo(frame.x(this.cursor), 0);
      pen.lineTo(frame.x(this.cursor), height);
      pen.stroke();
    }
    pen.restore();
  }

  /** Finds the ranges and margins. A few outliers, such as the first steps, do not decide the range. */
  place(width, height) {
    const points = this.series.flatMap((one) => one.points);
    const xs = points.map((point) => point.x);
    const means = points.map((point) => point.mean).sort((a, b) => a - b);
    const at = (share) => means[Math.min(Math.floor(share * means.length), means.length - 1)];
    let [low, high] = [at(0), at(1)];
    const [inner, outer] = [at(0.01), at(0.99)];
    if (means.length > 100 && high - low > 4 * (outer - inner) && outer > inner) [low, high] = [Math.max(low, inner - (outer - inner) / 2), Math.min(high, outer + (outer - inner) / 2)];
    if (high === 0 && low === 0) high = 1;
    if (high === low) [low, high] = [low - (Math.abs(low) || 1) * 0.1, high + (Math.abs(high) || 1) * 0.1];
    const room = (high - low) * 0.05;
    [low, high] = [low >= 0 && low - room < 0 ? 0 : low - room, high + room];
    const first = Math.min(...minmax(xs));
    const last = Math.max(...minmax(xs), first + 1);
    const [left, right, bottom] = [58, 12, 26];
    return {
      left, right, bottom,
      x: (value) => left + (value - first) / (last - first) * (width - left - right),
      y: (value) => 8 + (high - value) / (high - low) * (height - bottom - 8),
      step: (x) => first + Math.min(Math.max((x - left) / (width - left - right), 0), 1) * (last - first),
      xTicks: ticks(first, last, width / 90), yTicks: ticks(low, high, height / 50),
    };
  }

  drawBand(pen, frame, { points, look: index }) {
    pen.beginPath();
    points.forEach((point, place) => place ? pen.lineTo(frame.x(point.x), frame.y(point.max)) : pen.moveTo(frame.x(point.x), frame.y(point.max)));
    for (let place = points.length - 1; place >= 0; place--) pen.lineTo(frame.x(points[place].x), frame.y(points[place].min));
    pen.globalAlpha = 0.22;
    pen.fillStyle = look(index).colour;
    pen.fill();
    pen.globalAlpha = 1;
  }

  drawLine(pen, frame, { points, look: index }) {
    const { colour, dash } = look(index);
    pen.strokeStyle = pen.fillStyle = colour;
    pen.lineWidth = 2;
    pen.lineJoin = "round";
    pen.setLineDash(dash);
    pen.beginPath();
    points.forEach((point, place) => place ? pen.lineTo(frame.x(point.x), frame.y(point.mean)) : pen.moveTo(frame.x(point.x), frame.y(point.mean)));
    pen.stroke();
    pen.setLineDash([]);
    if (points.length > 40) return;
    for (const point of points) {
      pen.beginPath();
      pen.arc(frame.x(point.x), frame.y(point.mean), 3, 0, 2 * Math.PI);
      pen.fill();
    }
  }
}

/** The smallest and the largest of many numbers. */
function minmax(values) {
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) [low, high] = [Math.min(low, value), Math.max(high, value)];
  return [low, high];
}

/** The point next to a step; points are in order. */
function nearest(points, x) {
  let [low, high] = [0, points.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (points[middle].x < x) low = middle + 1;
    else high = middle;
  }
  return low > 0 && x - points[low - 1].x < points[low].x - x ? points[low - 1] : points[low];
}
