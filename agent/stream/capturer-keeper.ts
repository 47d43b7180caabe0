/** Keeps a capturer open while pictures are wanted: opens it, and opens another when the screen went and came back. */
import { CaptureError, type Capturer, type CapturerEvents } from "../capture/capturer.ts";
import type { Clock } from "../clock.ts";

/** A returning X server is seen within this; a look costs one failed connect. */
const REOPEN_MS = 500;

export type KeeperEvents = CapturerEvents & {
  opened(capturer: Capturer): void;
};

export class CapturerKeeper {
  readonly #open: (monitor: number | undefined, events: CapturerEvents) => Promise<Capturer>;
  readonly #events: KeeperEvents;
  readonly #clock: Clock;
  #capturer: Capturer | null = null;
  #monitor: number | undefined;
  /** Counts attempts, so that one that was given up cannot come in late. */
  #attempt = 0;
  #isWanted = false;
  #cancelReopen = () => {};

  constructor(
    open: (monitor: number | undefined, events: CapturerEvents) => Promise<Capturer>,
    events: KeeperEvents,
    clock: Clock,
  ) {
    this.#open = open;
    this.#events = events;
    this.#clock = clock;
  }

  get capturer(): Capturer | null {
    return this.#capturer;
  }

  /** @param monitor undefined: the one shown before, or the primary one */
  start(monitor: number | undefined): void {
    if (this.#isWanted) {
      if (monitor !== undefined) this.showMonitor(monitor);
      return;
    }
    this.#monitor = monitor ?? this.#monitor;
    this.#isWanted = true;
    void this.#tryToOpen(false);
  }

  showMonitor(index: number): void {
    this.#monitor = index;
    this.#capturer?.showMonitor(index);
  }

  stop(): void {
    this.#isWanted = false;
    this.#attempt++;
    this.#cancelReopen();
    this.#capturer?.close();
    this.#capturer = null;
  }

  /** @param isReturn it was lost and that was told: that it is not back yet is no news */
  async #tryToOpen(isReturn: boolean): Promise<void> {
    const attempt = ++this.#attempt;
    try {
      const capturer = await this.#open(this.#monitor, this.#eventsOf(attempt));
      if (attempt !== this.#attempt) {
        capturer.close();
        return;
      }
      this.#capturer = capturer;
      this.#events.opened(capturer);
    } catch (cause) {
      if (attempt !== this.#attempt) return;
      if (!isReturn) this.#events.lost(captureErrorOf(cause));
      this.#cancelReopen = this.#clock.after(REOPEN_MS, () => void this.#tryToOpen(true));
    }
  }

  /** Events of one capturer only, and none of it after it was replaced or stopped. */
  #eventsOf(attempt: number): CapturerEvents {
    const isCurrent = () => attempt === this.#attempt;
    return {
      damaged: () => isCurrent() && this.#events.damaged(),
      monitors: (monitors, current) => isCurrent() && this.#events.monitors(monitors, current),
      cursorShape: (cursor) => isCurrent() && this.#events.cursorShape(cursor),
      cursorMoved: (x, y) => isCurrent() && this.#events.cursorMoved(x, y),
      asleep: (isAsleep) => isCurrent() && this.#events.asleep(isAsleep),
      lost: (problem) => {
        if (!isCurrent()) return;
        this.#attempt++;
        this.#capturer?.close();
        this.#capturer = null;
        this.#events.lost(problem);
        this.#cancelReopen = this.#clock.after(REOPEN_MS, () => void this.#tryToOpen(true));
      },
    };
  }
}

function captureErrorOf(cause: unknown): CaptureError {
  if (cause instanceof CaptureError) return cause;
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new CaptureError("capture_failed", `The screen cannot be captured: ${reason}`);
}
