/** What encodes JPEG for us, whichever library does it. */
import type { Area } from "../capture/area.ts";
import type { Frame } from "../capture/capturer.ts";

export type JpegQuality = {
  /** 1–100, as libjpeg counts. */
  quality: number;
  /** Colour at full resolution: for text in colours. */
  isFullColour: boolean;
};

export interface JpegEncoder {
  /** @returns a JPEG of exactly the area's size; the next call may overwrite it */
  encode(frame: Frame, area: Area, quality: JpegQuality): Uint8Array;
}
