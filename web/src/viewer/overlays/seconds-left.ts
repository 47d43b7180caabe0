/** Whole seconds until a moment, counted down on the screen. */
import { type Accessor, createSignal, onCleanup } from "solid-js";

const TICK_MS = 250;

/** @param untilMs since the epoch; null for no moment. @returns at least 0; null where there is no moment */
export function createSecondsLeft(untilMs: Accessor<number | null>): Accessor<number | null> {
  const [now, setNow] = createSignal(Date.now());
  const timer = setInterval(() => setNow(Date.now()), TICK_MS);
  onCleanup(() => clearInterval(timer));
  return () => {
    const until = untilMs();
    return until === null ? null : secondsUntil(until, now());
  };
}

export function secondsUntil(untilMs: number, nowMs: number): number {
  return Math.max(0, Math.ceil((untilMs - nowMs) / 1_000));
}
