/** Updates as the worker hands them to the page: nothing left to decode, everything still to be painted, in order. */
import type { Cell } from "../../../../protocol/binary/framebuffer-update.ts";

/** In framebuffer pixels. */
export type Area = { x: number; y: number; width: number; height: number };

export type DecodedRect = Area & {
  /** Only these cells of the rect are painted; absent: all of it. */
  clip?: readonly Cell[];
} & (
    | { kind: "solid"; colour: number }
    | { kind: "copy"; fromX: number; fromY: number }
    /** Rows top down, R G B A with A = 255; the buffer may be longer than they are. */
    | { kind: "pixels"; rgba: ArrayBuffer }
  );

export type DecodedUpdate = {
  /** Null for a whole frame of the plain protocol, which has neither number nor time. */
  source: { stream: number; frame: number; capturedAtMs: number } | null;
  /** Of the framebuffer, in pixels. */
  width: number;
  height: number;
  rects: readonly DecodedRect[];
};

/** A pixel as it stands in a `Uint32Array` over R G B A bytes; every platform with a browser is little-endian. */
export function packColour(red: number, green: number, blue: number): number {
  return (0xff000000 | (blue << 16) | (green << 8) | red) >>> 0;
}
