/**
 * Where each person of a session points, for the others: of each only the newest place, at most so often, and to nobody whose
 * link is busy. What was not sent is overtaken, never queued.
 */
import type { Clock } from "./clock.ts";
import type { RelayLimits } from "./limits.ts";
import type { ViewerLink } from "./links.ts";

export type PointerOptions = {
  clock: Clock;
  limits: RelayLimits;
  viewers: ReadonlySet<ViewerLink>;
  isOnSlowLink(viewer: ViewerLink): boolean;
};

type Place = { x?: number; y?: number };
/** What one viewer has not been told yet of the others. */
type Due = { pointers: Map<ViewerLink, string>; sentAtMs: number };

export class SharedPointers {
  readonly #options: PointerOptions;
  readonly #due = new Map<ViewerLink, Due>();
  #cancelTimer: (() => void) | null = null;

  constructor(options: PointerOptions) {
    this.#options = options;
  }

  move(viewer: ViewerLink, { x, y }: Place): void {
    const isSomewhere = x !== undefined && y !== undefined;
    const text = JSON.stringify({ type: "viewer_pointer", viewer_id: viewer.id, ...(isSomewhere && { x, y }) });
    for (const other of this.#options.viewers) {
      if (other === viewer || !other.permissions.has("view")) continue;
      const due = this.#due.get(other) ?? { pointers: new Map(), sentAtMs: Number.NEGATIVE_INFINITY };
      this.#due.set(other, due);
      due.pointers.set(viewer, text);
    }
    this.#flush();
  }

  leave(viewer: ViewerLink): void {
    this.#due.delete(viewer);
    // Who is gone points nowhere: that its list of people says.
    for (const { pointers } of this.#due.values()) pointers.delete(viewer);
  }

  clear(): void {
    this.#cancelTimer?.();
    this.#cancelTimer = null;
    this.#due.clear();
  }

  #flush(): void {
    if (this.#cancelTimer) return;
    const { clock, limits, isOnSlowLink } = this.#options;
    const now = clock.now();
    let isAnyLeft = false;
    for (const [viewer, due] of this.#due) {
      if (due.pointers.size === 0) continue;
      const intervalMs = isOnSlowLink(viewer) ? limits.slowPointerIntervalMs : limits.pointerIntervalMs;
      const isDue = now - due.sentAtMs >= intervalMs && viewer.bufferedBytes() <= limits.maxPointerBufferedBytes;
      if (isDue) {
        due.sentAtMs = now;
        for (const text of due.pointers.values()) viewer.send(text);
        due.pointers.clear();
      } else isAnyLeft = true;
    }
    if (!isAnyLeft) return;
    this.#cancelTimer = clock.after(limits.pointerIntervalMs, () => {
      this.#cancelTimer = null;
      this.#flush();
    });
  }
}
