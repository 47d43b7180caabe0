/** When a delay is felt, and when it hinders. */

const SLOW_MS = 150;
const BAD_MS = 400;

export function delayLevel(delayMs: number): "good" | "slow" | "bad" {
  if (delayMs > BAD_MS) return "bad";
  return delayMs > SLOW_MS ? "slow" : "good";
}
