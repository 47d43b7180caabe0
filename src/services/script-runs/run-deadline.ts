/** Until when a run is waited for on one machine: its own time, or the moment it is told to stop, and a grace; then no agent keeps it going. */

export type RunDeadline = {
  /** Aborts when it is over. */
  signal: AbortSignal;
  /** It has ended by itself. */
  forget(): void;
};

export function runDeadline(timeoutMs: number, graceMs: number, stopping: AbortSignal): RunDeadline {
  const over = new AbortController();
  const end = () => over.abort(new Error("its time is over"));
  const timers = [setTimeout(end, timeoutMs + graceMs)];
  const onStop = () => void timers.push(setTimeout(end, graceMs));
  if (stopping.aborted) onStop();
  stopping.addEventListener("abort", onStop, { once: true });
  return {
    signal: over.signal,
    forget() {
      stopping.removeEventListener("abort", onStop);
      for (const timer of timers) clearTimeout(timer);
    },
  };
}
