/** Long texts on their way to the relay: in parts that fit a message, and never so many that pictures wait behind them. */
import type { Clock } from "./clock.ts";

/** Three bytes of UTF-8 for each at most: below the bound of a message's text, however it is written. */
const PART_UNITS = 16 * 1024;
const MAX_WAITING_BYTES = 128 * 1024;
const LOOK_AGAIN_MS = 10;

export function partsOf(text: string): string[] {
  const parts = [];
  for (let at = 0; at < text.length; at += PART_UNITS) parts.push(text.slice(at, at + PART_UNITS));
  return parts;
}

/** Resolves when the socket has sent most of what it holds. */
export async function waitForRoom(link: { bufferedBytes(): number; clock: Clock }): Promise<void> {
  while (link.bufferedBytes() > MAX_WAITING_BYTES) {
    await new Promise<void>((resolve) => link.clock.after(LOOK_AGAIN_MS, resolve));
  }
}
