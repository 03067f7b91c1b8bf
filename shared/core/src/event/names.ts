/** Tells duplicates among the keys of one object. Few keys are compared one by one, which is faster than hashing them. */
export class Names {
  readonly few: string[] = [];
  many: Set<string> | undefined;

  /** False when the name was there. */
  add(name: string): boolean {
    if (this.many !== undefined) return this.many.size < this.many.add(name).size;
    if (this.few.includes(name)) return false;
    this.few.push(name);
    if (this.few.length > 16) this.many = new Set(this.few);
    return true;
  }
}
