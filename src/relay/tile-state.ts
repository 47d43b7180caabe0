/**
 * The newest encoded rect of every 64×64 cell of one session: bytes only, nothing is decoded. It serves viewers that
 * join late or lag. A cell that a copy or a part of a cell touched is unknown until it is sent whole.
 */
import {
  ENCODING,
  type Encoding,
  type FramebufferUpdate,
  type Rect,
} from "../../protocol/binary/framebuffer-update.ts";
import { TILE_SIZE } from "../../protocol/limits.ts";
import { type CellSpan, cellCountOf, contains, spanOf, wholeCellsOf } from "./cell-span.ts";

/** A rect whose data is current for `liveCells` of the cells it spans. */
export type KeptRect = {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly encoding: Encoding;
  readonly data: Uint8Array;
  readonly span: CellSpan;
  /** Grows with every rect of the session: what came later is newer. */
  readonly sequence: number;
  liveCells: number;
};

/** Evicting stops here, so that not every new rect evicts again. */
const EVICT_TO = 7 / 8;

/**
 * A rect of more than this many cells is given up when less than a sixteenth of them is current: work and memory for
 * all rects together stay in proportion to the screen, whatever an agent sends.
 */
const SMALL_RECT_CELLS = 64;

export class TileState {
  width = 0;
  height = 0;
  columns = 0;
  rows = 0;
  /** Bytes of rect data held; at most `maxBytes` after every update. */
  keptBytes = 0;
  /** Cells that the last update touched, each once. */
  readonly touched: number[] = [];
  readonly #maxBytes: number;
  readonly #rects = new Set<KeptRect>();
  #owners: (KeptRect | null)[] = [];
  /** Per cell the update that touched it last, to list each once. */
  #touchedBy = new Uint32Array(0);
  #updates = 0;
  #sequence = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  get cellCount(): number {
    return this.#owners.length;
  }

  /** The rect that holds the cell's newest picture; null: unknown. */
  owner(cell: number): KeptRect | null {
    return this.#owners[cell] ?? null;
  }

  /** Nothing is known any more; the size is that of the next update. */
  clear(): void {
    this.resize(0, 0);
  }

  resize(width: number, height: number): void {
    this.width = width;
    this.height = height;
    this.columns = Math.ceil(width / TILE_SIZE);
    this.rows = Math.ceil(height / TILE_SIZE);
    this.#owners = new Array<KeptRect | null>(this.columns * this.rows).fill(null);
    this.#touchedBy = new Uint32Array(this.columns * this.rows);
    this.#updates = 0;
    this.#rects.clear();
    this.keptBytes = 0;
    this.touched.length = 0;
  }

  /**
   * Takes in an update of the present size; `touched` then lists its cells.
   * @param messageBytes length of the message that the update's data are views into
   */
  apply(update: FramebufferUpdate, messageBytes: number): void {
    this.#updates++;
    this.touched.length = 0;
    for (const rect of update.rects) this.#applyRect(rect, messageBytes);
    if (this.keptBytes > this.#maxBytes) this.#evict();
  }

  /** The rect is of no more use: its cells become unknown. */
  forget(rect: KeptRect): void {
    for (const cell of this.liveCellsOf(rect)) this.#owners[cell] = null;
    rect.liveCells = 0;
    this.#drop(rect);
  }

  /** Indexes of the cells that this rect holds the newest picture of. */
  liveCellsOf(rect: KeptRect): number[] {
    const cells: number[] = [];
    for (let row = rect.span.top; row <= rect.span.bottom; row++) {
      for (let column = rect.span.left; column <= rect.span.right; column++) {
        const cell = row * this.columns + column;
        if (this.#owners[cell] === rect) cells.push(cell);
      }
    }
    return cells;
  }

  #applyRect(rect: Rect, messageBytes: number): void {
    const span = spanOf(rect);
    const whole = wholeCellsOf(rect, this.width, this.height);
    const isKeepable = rect.encoding !== ENCODING.copy && whole.left <= whole.right && whole.top <= whole.bottom;
    const kept = isKeepable ? this.#keep(rect, span, messageBytes) : null;
    if (rect.clip) {
      for (const { column, row } of rect.clip) if (contains(span, column, row)) this.#take(column, row, whole, kept);
    } else {
      for (let row = span.top; row <= span.bottom; row++) {
        for (let column = span.left; column <= span.right; column++) this.#take(column, row, whole, kept);
      }
    }
    if (!kept || kept.liveCells === 0) return;
    this.#rects.add(kept);
    this.keptBytes += kept.data.length;
    if (isHardlyCurrent(kept)) this.forget(kept);
  }

  #take(column: number, row: number, whole: CellSpan, kept: KeptRect | null): void {
    const cell = row * this.columns + column;
    if (this.#touchedBy[cell] !== this.#updates) {
      this.#touchedBy[cell] = this.#updates;
      this.touched.push(cell);
    }
    const before = this.#owners[cell];
    const after = kept && contains(whole, column, row) ? kept : null;
    if (before === after) return;
    this.#owners[cell] = after;
    if (after) after.liveCells++;
    if (!before) return;
    before.liveCells--;
    if (before.liveCells === 0) this.#drop(before);
    // Not while a rect of this same message is still being taken in: only what stands in the list is whole.
    else if (isHardlyCurrent(before) && this.#rects.has(before)) this.forget(before);
  }

  #keep(rect: Rect, span: CellSpan, messageBytes: number): KeptRect {
    // A view pins its whole message, so only a rect that is most of its message is kept as one.
    const isMostOfMessage = rect.data.length * 4 >= messageBytes * 3;
    return {
      x: rect.x,
      y: rect.y,
      width: rect.width,
      height: rect.height,
      encoding: rect.encoding,
      data: isMostOfMessage ? rect.data : new Uint8Array(rect.data),
      span,
      sequence: ++this.#sequence,
      liveCells: 0,
    };
  }

  #drop(rect: KeptRect): void {
    if (this.#rects.delete(rect)) this.keptBytes -= rect.data.length;
  }

  /** Gives up the rects that serve the fewest cells for their bytes. */
  #evict(): void {
    const worth = (rect: KeptRect) => rect.liveCells / rect.data.length;
    const worst = [...this.#rects].sort((a, b) => worth(a) - worth(b));
    for (const rect of worst) {
      if (this.keptBytes <= this.#maxBytes * EVICT_TO) return;
      this.forget(rect);
    }
  }
}

function isHardlyCurrent(rect: KeptRect): boolean {
  const cells = cellCountOf(rect.span);
  return cells > SMALL_RECT_CELLS && rect.liveCells * 16 < cells;
}
