/** Waits on a condition with a deadline: what tests use in place of sleeping and hoping. */
const POLL_MS = 50;

/**
 * Resolves with the first value of `probe` that is neither null, undefined nor false.
 * @param what completes the sentence "… did not happen within"
 */
export async function waitUntil<Value>(
  what: string,
  probe: () => Promise<Value | null | undefined | false> | Value | null | undefined | false,
  deadlineMs = 15_000,
): Promise<Value> {
  const deadline = performance.now() + deadlineMs;
  for (;;) {
    const value = await probe();
    if (value !== null && value !== undefined && value !== false) return value;
    if (performance.now() > deadline) throw new Error(`${what} did not happen within ${deadlineMs} ms`);
    await Bun.sleep(POLL_MS);
  }
}
