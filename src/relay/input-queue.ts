/**
 * Input of viewers that waits because their agent does not read fast enough. What waited too long is dropped, not
 * replayed: its viewer is told, and what it may still hold down there is released.
 */
import type { Clock } from "./clock.ts";
import type { RelayLimits } from "./limits.ts";
import type { ForwardOrigin, ViewerLink } from "./links.ts";

export type Input = { text: string; viewer: ViewerLink; kind: Exclude<ForwardOrigin["kind"], "other"> };

export type InputQueueEvents = {
  send(text: string): void;
  /** Keys or buttons of this viewer were dropped. */
  dropped(viewer: ViewerLink): void;
};

export class InputQueue {
  readonly #clock: Clock;
  readonly #limits: RelayLimits;
  readonly #events: InputQueueEvents;
  #waiting: (Input & { sinceMs: number })[] = [];
  /** Viewers for whose keys there was no room. */
  readonly #refused = new Set<ViewerLink>();

  constructor(clock: Clock, limits: RelayLimits, events: InputQueueEvents) {
    this.#clock = clock;
    this.#limits = limits;
    this.#events = events;
  }

  get isEmpty(): boolean {
    return this.#waiting.length === 0;
  }

  push(input: Input): void {
    const last = this.#waiting.at(-1);
    // Of the positions that wait one behind the other only the last matters.
    if (input.kind === "move" && last?.kind === "move" && last.viewer === input.viewer) this.#waiting.pop();
    if (this.#waiting.length >= this.#limits.maxWaitingInputs) {
      if (input.kind === "keys") this.#refused.add(input.viewer);
      return;
    }
    this.#waiting.push({ ...input, sinceMs: this.#clock.now() });
  }

  /** Drops the viewer's input: a key that went down after its viewer had left would stay down. */
  forget(viewer: ViewerLink): void {
    this.#waiting = this.#waiting.filter((input) => input.viewer !== viewer);
    this.#refused.delete(viewer);
  }

  /** The agent reads again: what is still fresh goes out. */
  flush(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    const staleBeforeMs = this.#clock.now() - this.#limits.maxInputAgeMs;
    const stale = waiting.filter(({ sinceMs }) => sinceMs < staleBeforeMs);
    const losers = new Set(this.#refused);
    this.#refused.clear();
    for (const { kind, viewer } of stale) if (kind === "keys") losers.add(viewer);
    // Before the fresh ones, so that what these press down stays down.
    for (const viewer of losers) this.#events.dropped(viewer);
    for (const { text, sinceMs } of waiting) if (sinceMs >= staleBeforeMs) this.#events.send(text);
  }
}
