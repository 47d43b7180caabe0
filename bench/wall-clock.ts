/**
 * Time that compares across processes of one machine: milliseconds since the Unix epoch with a fraction.
 * `performance.timeOrigin` may be off by milliseconds where a process started long ago; `Date.now()` has no fraction.
 * So the offset between the two is taken at a tick of `Date.now()`. Runs in Bun and in the browser.
 */
export function createWallClock(): () => number {
  const offsets: number[] = [];
  for (let round = 0; round < 5; round++) {
    const before = Date.now();
    let now = before;
    while (now === before) now = Date.now();
    offsets.push(now - performance.now());
  }
  // An interruption between the two readings can only make the offset smaller than the truth… so take the largest.
  const offset = Math.max(...offsets);
  return () => performance.now() + offset;
}
