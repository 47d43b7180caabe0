/** A set of 64×64 cells by index (row × columns + column): which parts of the picture a viewer lacks. */

export class CellSet {
  #members = new Uint8Array(0);
  #size = 0;

  get size(): number {
    return this.#size;
  }

  has(cell: number): boolean {
    return this.#members[cell] === 1;
  }

  add(cell: number): void {
    if (this.#members[cell] !== 0) return;
    this.#members[cell] = 1;
    this.#size++;
  }

  delete(cell: number): void {
    if (this.#members[cell] !== 1) return;
    this.#members[cell] = 0;
    this.#size--;
  }

  /** Becomes a set over `cellCount` cells: all of them or none. */
  reset(cellCount: number, members: "all" | "none"): void {
    if (this.#members.length !== cellCount) this.#members = new Uint8Array(cellCount);
    this.#members.fill(members === "all" ? 1 : 0);
    this.#size = members === "all" ? cellCount : 0;
  }
}
