/** What a viewer showed when: its recorded updates, painted one after the other onto a picture, and the counters read. */
import { readFileSync } from "node:fs";
import { type FramebufferUpdate, readFramebufferUpdate } from "../../protocol/binary/framebuffer-update.ts";
import type { PictureViewer } from "../../test/fakes/picture-viewer.ts";
import { BLOCK_SIZE, COUNTER_BITS, readValue } from "../counter-layout.ts";
import type { Sighting } from "./picture-age.ts";

type Point = { x: number; y: number };
export type Recorded = { atMs: number; bytes: number; update: FramebufferUpdate };

export function readRecording(path: string): Recorded[] {
  const file = readFileSync(path);
  const recorded: Recorded[] = [];
  for (let at = 0; at + 12 <= file.length; ) {
    const bytes = file.readUInt32BE(at);
    const message = new Uint8Array(file.subarray(at + 12, at + 12 + bytes));
    recorded.push({ atMs: file.readDoubleBE(at + 4), bytes, update: readFramebufferUpdate(message) });
    at += 12 + bytes;
  }
  return recorded;
}

/** @returns per counter the values that it showed, from when on */
export async function replay(
  viewer: PictureViewer,
  recorded: readonly Recorded[],
  counters: readonly Point[],
): Promise<Sighting[][]> {
  const sightings = counters.map((): Sighting[] => []);
  for (const { update, atMs } of recorded) {
    await viewer.apply(update);
    for (const [index, at] of counters.entries()) {
      const value = readCounter(viewer, at);
      const seen = sightings[index];
      if (value !== null && value !== seen?.at(-1)?.[0]) seen?.push([value, atMs]);
    }
  }
  return sightings;
}

function readCounter({ width, pixels }: PictureViewer, at: Point): number | null {
  const bits = Array.from({ length: COUNTER_BITS }, (_, block) => {
    const x = at.x + block * BLOCK_SIZE + BLOCK_SIZE / 2;
    return (pixels[((at.y + BLOCK_SIZE / 2) * width + x) * 4 + 1] ?? 0) > 127;
  });
  return readValue(bits);
}
