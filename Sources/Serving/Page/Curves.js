// The curves of a log: what came first, and what was added since.

/** The curves of one log of one run. */
export class Curves {
  constructor() {
    this.width = 1;
    this.firstStep = 1;
    this.lastStep = 0;
    this.rows = 0;
    this.columns = {};
  }

  /**
   * Takes what the server sends: all buckets, or those from one on.
   * @returns {boolean} whether it fits what is known
   */
  take(message) {
    if (message.from > 0 && (message.width !== this.width || message.first_step !== this.firstStep || message.from > this.buckets)) return false;
    for (const [name, column] of Object.entries(message.columns)) {
      const own = message.from > 0 ? this.columns[name] : { mean: [], min: [], max: [] };
      // Where a bucket is one step, all three are the same.
      for (const kind of ["mean", "min", "max"]) {
        own[kind].length = message.from;
        own[kind].push(...(column[kind] ?? column.mean));
      }
      this.columns[name] = own;
    }
    [this.width, this.firstStep, this.lastStep, this.rows] = [message.width, message.first_step, message.last_step, message.rows];
    return true;
  }

  get buckets() { return this.columns.loss?.mean.length ?? 0; }

  /** A column as points; buckets without a value are left out. */
  series(name) {
    const column = this.columns[name];
    const points = [];
    if (!column) return points;
    for (let bucket = 0; bucket < column.mean.length; bucket++) {
      if (column.mean[bucket] === null) continue;
      const start = this.firstStep + bucket * this.width;
      const x = this.width === 1 ? start : Math.min(start + (this.width - 1) / 2, this.lastStep);
      points.push({ x, mean: column.mean[bucket], min: column.min[bucket], max: column.max[bucket] });
    }
    return points;
  }
}
