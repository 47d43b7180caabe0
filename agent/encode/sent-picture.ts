/**
 * What the viewers have been sent so far, as it was before any loss, and what is still owed per cell: those sent lossy
 * are owed exactly once they rest, those asked for are owed whole.
 */
import type { Area } from "../capture/area.ts";
import type { Frame } from "../capture/capturer.ts";
import { isEqualMemory, moveMemory } from "../native/libc.ts";
import { allocate, type NativeMemory } from "../native/native-memory.ts";
import { cellsCovered, cellsTouched, forEachCell, type Grid, gridOf } from "./grid.ts";
import { LossMap } from "./loss-map.ts";

const BYTES_PER_PIXEL = 4;

/** How near the picture at the viewers is to the screen; rough: made smaller, to be sent again at its size first. */
export type Fidelity = "exact" | "lossy" | "rough";

export class SentPicture implements Frame {
  readonly width: number;
  readonly height: number;
  readonly stride: number;
  readonly memory: NativeMemory;
  readonly grid: Grid;
  /** Where what the viewers show differs from what we hold. */
  readonly loss: LossMap;
  /** Per cell, when it was last sent anything. */
  readonly sentAtMs: Float64Array;
  /** Per cell 1: a part of it is rough. */
  readonly isRough: Uint8Array;
  roughCells = 0;
  /** Per cell 1: to be sent whole though it has not changed. */
  readonly isOwed: Uint8Array;
  owedCells = 0;

  constructor(width: number, height: number) {
    this.width = width;
    this.height = height;
    this.stride = width * BYTES_PER_PIXEL;
    this.memory = allocate(this.stride * height);
    this.grid = gridOf(width, height);
    const cells = this.grid.columns * this.grid.rows;
    this.loss = new LossMap(this.grid);
    this.sentAtMs = new Float64Array(cells);
    this.isRough = new Uint8Array(cells);
    this.isOwed = new Uint8Array(cells);
  }

  /** @param pixel as a little-endian word: 0xXXRRGGBB */
  fill(pixel: number): void {
    new Uint32Array(this.memory.bytes.buffer, this.memory.bytes.byteOffset).fill(pixel);
  }

  /** This area of the frame has been sent. */
  take(frame: Frame, area: Area, fidelity: Fidelity, nowMs: number): void {
    const bytes = area.width * BYTES_PER_PIXEL;
    for (let y = area.y; y < area.y + area.height; y++) {
      const offset = y * this.stride + area.x * BYTES_PER_PIXEL;
      moveMemory(this.memory.address + offset, frame.memory.address + offset, bytes);
    }
    this.markSent(area, fidelity, nowMs);
  }

  /** Bookkeeping of an area that was sent as it stands here. */
  markSent(area: Area, fidelity: Fidelity, nowMs: number): void {
    this.loss.mark(area, fidelity !== "exact");
    if (fidelity === "rough") forEachCell(this.grid, cellsTouched(area), (cell) => this.#setRough(cell, 1));
    else if (this.roughCells > 0) {
      forEachCell(this.grid, cellsCovered(this.grid, area), (cell) => this.#setRough(cell, 0));
    }
    forEachCell(this.grid, cellsTouched(area), (cell) => {
      this.sentAtMs[cell] = nowMs;
    });
    if (this.owedCells > 0) forEachCell(this.grid, cellsCovered(this.grid, area), (cell) => this.#setOwed(cell, 0));
  }

  /** A copy of pixels within the framebuffer has been sent; what was lossy at the source is so at the target. */
  copy(target: Area, from: { x: number; y: number }, nowMs: number): void {
    const bytes = target.width * BYTES_PER_PIXEL;
    const isDown = from.y < target.y;
    for (let index = 0; index < target.height; index++) {
      // Downwards the lowest row goes first, so that none is overwritten before it was read.
      const row = isDown ? target.height - 1 - index : index;
      const to = (target.y + row) * this.stride + target.x * BYTES_PER_PIXEL;
      const source = (from.y + row) * this.stride + from.x * BYTES_PER_PIXEL;
      moveMemory(this.memory.address + to, this.memory.address + source, bytes);
    }
    this.loss.copy(target, from);
    if (this.roughCells > 0) this.#copyRoughness(target, from);
    // Owed cells stay so: who asked for them whole cannot follow a copy.
    forEachCell(this.grid, cellsTouched(target), (cell) => {
      this.sentAtMs[cell] = nowMs;
    });
  }

  owe(cell: number): void {
    if (cell < this.isOwed.length) this.#setOwed(cell, 1);
  }

  oweAll(): void {
    this.isOwed.fill(1);
    this.owedCells = this.isOwed.length;
  }

  isSame(frame: Frame, area: Area): boolean {
    const bytes = area.width * BYTES_PER_PIXEL;
    for (let y = area.y; y < area.y + area.height; y++) {
      const offset = y * this.stride + area.x * BYTES_PER_PIXEL;
      if (!isEqualMemory(this.memory.address + offset, frame.memory.address + offset, bytes)) return false;
    }
    return true;
  }

  release(): void {
    this.memory.release();
    this.loss.release();
  }

  /** By cells, unlike loss: to be sent twice is all that comes of one too many. */
  #copyRoughness(target: Area, from: { x: number; y: number }): void {
    let isRough = false;
    forEachCell(this.grid, cellsTouched({ ...target, ...from }), (cell) => {
      isRough ||= this.isRough[cell] === 1;
    });
    if (isRough) forEachCell(this.grid, cellsTouched(target), (cell) => this.#setRough(cell, 1));
  }

  #setRough(cell: number, value: 0 | 1): void {
    this.roughCells += value - (this.isRough[cell] ?? 0);
    this.isRough[cell] = value;
  }

  #setOwed(cell: number, value: 0 | 1): void {
    this.owedCells += value - (this.isOwed[cell] ?? 0);
    this.isOwed[cell] = value;
  }
}
