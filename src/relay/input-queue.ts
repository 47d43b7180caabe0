/**
 * Messages of viewers that wait because their agent does not read fast enough. Input that waited too long is dropped,
 * not replayed: its viewer is told, and what it may still hold down there is released.
 */
import type { Clock } from "./clock.ts";
import type { RelayLimits } from "./limits.ts";
import type { ForwardOrigin, ViewerLink } from "./links.ts";

type Waiting = ForwardOrigin & { text: string; sinceMs: number };

export type InputQueueEvents = {
  send(text: string): void;
  /** Keys or buttons of this viewer were dropped. */
  dropped(viewer: ViewerLink): void;
};

export class InputQueue {
  readonly #clock: Clock;
  readonly #limits: RelayLimits;
  readonly #events: InputQueueEvents;
  #waiting: Waiting[] = [];

  constructor(clock: Clock, limits: RelayLimits, events: InputQueueEvents) {
    this.#clock = clock;
    this.#limits = limits;
    this.#events = events;
  }

  get isEmpty(): boolean {
    return this.#waiting.length === 0;
  }

  push(text: string, origin: ForwardOrigin): void {
    const last = this.#waiting.at(-1);
    // Of the positions that wait one behind the other only the last matters.
    if (origin.kind === "move" && last?.kind === "move" && last.viewer === origin.viewer) this.#waiting.pop();
    if (this.#waiting.length >= this.#limits.maxWaitingInputs) {
      if (origin.kind === "keys") this.#events.dropped(origin.viewer);
      return;
    }
    this.#waiting.push({ ...origin, text, sinceMs: this.#clock.now() });
  }

  /** The agent reads again: what is still fresh goes out. */
  flush(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    const staleBeforeMs = this.#clock.now() - this.#limits.maxInputAgeMs;
    const losers = new Set<ViewerLink>();
    for (const { text, viewer, kind, sinceMs } of waiting) {
      if (kind === "other" || sinceMs >= staleBeforeMs) this.#events.send(text);
      else if (kind === "keys") losers.add(viewer);
    }
    for (const viewer of losers) this.#events.dropped(viewer);
  }
}
