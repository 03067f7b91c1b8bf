const dayMs = 86_400_000;
const hourMs = 3_600_000;

/** The decreases of one table: four at any time of a UTC day, and one for each hour without one; 27 in all (CAPACITY 2.2). */
export class Decreases {
  private day = Number.NEGATIVE_INFINITY;
  private count = 0;
  private last: number | undefined;

  /** Those since 00:00 UTC of `now` (epoch ms). */
  today(now: number): number {
    return Math.floor(now / dayMs) === this.day ? this.count : 0;
  }

  /** Epoch ms of the last one. */
  get lastAt(): number | undefined {
    return this.last;
  }

  allowed(now: number): boolean {
    const used = this.today(now);
    return used < 4 || (used < 27 && now - (this.last ?? Number.NEGATIVE_INFINITY) >= hourMs);
  }

  take(now: number): void {
    this.count = this.today(now) + 1;
    this.day = Math.floor(now / dayMs);
    this.last = now;
  }
}
