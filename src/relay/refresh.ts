/** Asks the agent for cells that viewers lack and the relay cannot serve; many viewers make one request. */
import type { Clock } from "./clock.ts";
import type { RelayLimits } from "./limits.ts";

/** A request for more cells than this share of the screen asks for all of it. */
const ALL_SHARE = 0.5;
/** … and so does a longer list than this. */
const MAX_LISTED_CELLS = 2_048;

export type RefreshSource = {
  columns: number;
  cellCount: number;
  /** The cell is unknown here and some viewer lacks it. */
  isNeeded(cell: number): boolean;
};

export class RefreshRequests {
  readonly #clock: Clock;
  readonly #limits: RelayLimits;
  readonly #source: () => RefreshSource;
  readonly #ask: (cells: "all" | [column: number, row: number][]) => void;
  #askedAtMs = new Map<number, number>();
  #lastAskMs = Number.NEGATIVE_INFINITY;
  #timer: { dueAtMs: number; cancel: () => void } | null = null;

  constructor(
    clock: Clock,
    limits: RelayLimits,
    source: () => RefreshSource,
    ask: (cells: "all" | [column: number, row: number][]) => void,
  ) {
    this.#clock = clock;
    this.#limits = limits;
    this.#source = source;
    this.#ask = ask;
  }

  /** Some viewer lacks cells: they are asked for at once, or when the last request is long enough ago. */
  request(): void {
    this.#lookIn(this.#lastAskMs + this.#limits.refreshIntervalMs - this.#clock.now());
  }

  /** A new stream or the end: what was asked counts no more. */
  clear(): void {
    this.#timer?.cancel();
    this.#timer = null;
    this.#askedAtMs.clear();
  }

  /** Looks after this time, or earlier if that is due already. */
  #lookIn(delayMs: number): void {
    const dueAtMs = this.#clock.now() + Math.max(0, delayMs);
    if (this.#timer && this.#timer.dueAtMs <= dueAtMs) return;
    this.#timer?.cancel();
    const cancel = this.#clock.after(Math.max(0, delayMs), () => {
      this.#timer = null;
      this.#flush();
    });
    this.#timer = { dueAtMs, cancel };
  }

  #flush(): void {
    const { columns, cellCount, isNeeded } = this.#source();
    const now = this.#clock.now();
    const askedBefore = now - this.#limits.refreshCellIntervalMs;
    const cells: [column: number, row: number][] = [];
    const askedAtMs = new Map<number, number>();
    for (let cell = 0; cell < cellCount; cell++) {
      if (!isNeeded(cell)) continue;
      const askedAt = this.#askedAtMs.get(cell) ?? Number.NEGATIVE_INFINITY;
      if (askedAt <= askedBefore) cells.push([cell % columns, Math.floor(cell / columns)]);
      askedAtMs.set(cell, askedAt <= askedBefore ? now : askedAt);
    }
    this.#askedAtMs = askedAtMs;
    if (cells.length > 0) {
      this.#lastAskMs = now;
      this.#ask(cells.length > Math.min(cellCount * ALL_SHARE, MAX_LISTED_CELLS) ? "all" : cells);
    }
    // Until the answers are here somebody still lacks these cells: look again.
    if (askedAtMs.size > 0) this.#lookIn(this.#limits.refreshCellIntervalMs);
  }
}
