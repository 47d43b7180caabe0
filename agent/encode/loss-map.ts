/**
 * Which pixels the viewers show inexactly, because they came as JPEG. Kept per pixel, for content moves by pixels: kept by
 * cells, one lossy cell would spread over a window that is dragged, and never end. Free while nothing is lossy.
 */
import { TILE_SIZE } from "../../protocol/limits.ts";
import type { Area } from "../capture/area.ts";
import { isEqualMemory, moveMemory } from "../native/libc.ts";
import { allocate, type NativeMemory } from "../native/native-memory.ts";
import { areaOfCell, cellsTouched, forEachCell, type Grid } from "./grid.ts";

const EXACT = 0;
const LOSSY = 1;

export class LossMap {
  /** Cells with at least one lossy pixel. */
  lossyCells = 0;
  readonly #grid: Grid;
  /** One byte a pixel. */
  readonly #pixels: NativeMemory;
  readonly #isCellLossy: Uint8Array;
  readonly #exactRow: NativeMemory = allocate(TILE_SIZE);

  constructor(grid: Grid) {
    this.#grid = grid;
    this.#pixels = allocate(grid.width * grid.height);
    this.#isCellLossy = new Uint8Array(grid.columns * grid.rows);
  }

  isLossy(cell: number): boolean {
    return this.#isCellLossy[cell] === 1;
  }

  /** This area was sent. */
  mark(area: Area, isLossy: boolean): void {
    if (!isLossy && this.lossyCells === 0) return;
    for (let y = area.y; y < area.y + area.height; y++) {
      const start = y * this.#grid.width + area.x;
      this.#pixels.bytes.fill(isLossy ? LOSSY : EXACT, start, start + area.width);
    }
    forEachCell(this.#grid, cellsTouched(area), (cell) => {
      if (isLossy) this.#set(cell, true);
      else if (this.isLossy(cell)) this.#set(cell, this.#hasLoss(cell));
    });
  }

  /** Pixels were copied within the picture. */
  copy(target: Area, from: { x: number; y: number }): void {
    if (this.lossyCells === 0) return;
    const { width } = this.#grid;
    const { address } = this.#pixels;
    for (let index = 0; index < target.height; index++) {
      // Downwards the lowest row goes first, so that none is overwritten before it was read.
      const row = from.y < target.y ? target.height - 1 - index : index;
      const to = (target.y + row) * width + target.x;
      moveMemory(address + to, address + (from.y + row) * width + from.x, target.width);
    }
    forEachCell(this.#grid, cellsTouched(target), (cell) => this.#set(cell, this.#hasLoss(cell)));
  }

  release(): void {
    this.#pixels.release();
    this.#exactRow.release();
  }

  #hasLoss(cell: number): boolean {
    const { x, y, width, height } = areaOfCell(this.#grid, cell);
    for (let row = y; row < y + height; row++) {
      const start = this.#pixels.address + row * this.#grid.width + x;
      if (!isEqualMemory(start, this.#exactRow.address, width)) return true;
    }
    return false;
  }

  #set(cell: number, isLossy: boolean): void {
    this.lossyCells += Number(isLossy) - (this.#isCellLossy[cell] ?? 0);
    this.#isCellLossy[cell] = Number(isLossy);
  }
}
