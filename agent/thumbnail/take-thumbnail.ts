/** One small picture of the screen for the list of machines: captured once, made small, and nothing of it kept. */

import { MAX_THUMBNAIL_BYTES, THUMBNAIL_HEIGHT, THUMBNAIL_WIDTH } from "../../protocol/limits.ts";
import type { CapturerEvents, OpenCapturer } from "../capture/capturer.ts";
import { openPortableCapturer } from "../capture/portable/portable-capturer.ts";
import { openX11Capturer } from "../capture/x11/x11-capturer.ts";
import type { JpegEncoder } from "../encode/jpeg.ts";
import { createJpegEncoder } from "../encode/jpeg-encoder.ts";
import { ScaledDown } from "../encode/scale-down.ts";
import type { CaptureBackend, DisplayAccess } from "../stream/screen-stream.ts";

/** Until one is small enough: most desktops are with the first. */
const QUALITIES = [70, 50, 35, 20, 10] as const;

const NOTHING: CapturerEvents = {
  damaged() {},
  monitors() {},
  cursorShape() {},
  cursorMoved() {},
  asleep() {},
  lost() {},
};

let encoder: Promise<JpegEncoder> | null = null;

/** @returns a JPEG of at most 320 × 200 and 12 KiB @throws CaptureError where there is no picture to be had */
export async function takeThumbnail(backend: CaptureBackend, access: DisplayAccess): Promise<Uint8Array<ArrayBuffer>> {
  encoder ??= createJpegEncoder();
  const jpeg = await encoder;
  const open: OpenCapturer = backend === "portable" ? openPortableCapturer : openX11Capturer;
  const capturer = await open({ access, monitor: undefined }, NOTHING);
  const small = new ScaledDown();
  try {
    const { frame } = await capturer.grab();
    const whole = { x: 0, y: 0, width: frame.width, height: frame.height };
    small.take(frame, whole, factorFor(whole));
    return encodeWithin(jpeg, small);
  } finally {
    capturer.close();
    small.release();
  }
}

/** By whole pixels, so that text keeps its greys. */
export function factorFor({ width, height }: { width: number; height: number }): number {
  return Math.max(1, Math.ceil(width / THUMBNAIL_WIDTH), Math.ceil(height / THUMBNAIL_HEIGHT));
}

function encodeWithin(jpeg: JpegEncoder, picture: ScaledDown): Uint8Array<ArrayBuffer> {
  const area = { x: 0, y: 0, width: picture.width, height: picture.height };
  for (const quality of QUALITIES) {
    const bytes = jpeg.encode(picture, area, { quality, isFullColour: false });
    if (bytes.length <= MAX_THUMBNAIL_BYTES) return Uint8Array.from(bytes);
  }
  throw new Error("the screen's picture does not fit into a thumbnail");
}
