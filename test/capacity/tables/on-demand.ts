/** Minutes until traffic above the peak before counts as that peak (CAPACITY 1.2: more than twice the peak within 30 minutes may be refused). */
const growMinutes = 30;
export const tableLimit = 40_000;
/** What a new table serves at once. */
export const newTable = { writes: 4_000, reads: 12_000 } as const;

/** What one side of a table serves while it is paid per request: twice its peak of up to 30 minutes ago, and 40,000 at most. */
export class OnDemand {
  private readonly recent = new Float64Array(growMinutes);
  private next = 0;
  private peak: number;

  /** `start`: units/s that are served from the first moment on. */
  constructor(start: number) {
    this.peak = start / 2;
  }

  get limit(): number {
    return Math.min(tableLimit, 2 * this.peak);
  }

  /** A level was provisioned: what it could serve stays instantly there. */
  reached(provisioned: number): void {
    this.peak = Math.max(this.peak, provisioned / 2);
  }

  /** A minute's traffic that was served, units/s. */
  minute(served: number): void {
    const old = this.recent[this.next] ?? 0;
    if (old > this.peak) this.peak = old;
    this.recent[this.next] = served;
    this.next = (this.next + 1) % growMinutes;
  }
}
