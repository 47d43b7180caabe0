/** The machine's pointer as this page's own: drawn by the browser under the hand, so that it never lags. */
import type { CursorImage } from "../viewer-model.ts";

/** Browsers draw no larger ones. */
const MAX_SIDE = 128;
/** Smaller than this share of its size a pointer is hard to find, however small the picture. */
const MIN_SCALE = 0.6;

export type CursorPicture = { url: string; width: number; height: number; hotX: number; hotY: number };

/** How large a pointer is drawn over a picture of the given scale (CSS pixels per framebuffer pixel). */
export function cursorScale(side: number, pictureScale: number): number {
  return Math.min(Math.max(pictureScale, MIN_SCALE), MAX_SIDE / side);
}

/** @param devicePixelRatio the picture has that many pixels for each CSS pixel, so that it is as sharp as the screen */
export function drawCursor(image: CursorImage, scale: number, devicePixelRatio: number): CursorPicture | null {
  const source = document.createElement("canvas");
  source.width = image.width;
  source.height = image.height;
  source.getContext("2d")?.putImageData(new ImageData(image.rgba, image.width, image.height), 0, 0);
  const target = document.createElement("canvas");
  target.width = Math.max(1, Math.round(image.width * scale * devicePixelRatio));
  target.height = Math.max(1, Math.round(image.height * scale * devicePixelRatio));
  const context = target.getContext("2d");
  if (!context) return null;
  context.imageSmoothingQuality = "high";
  context.imageSmoothingEnabled = (scale * devicePixelRatio) % 1 !== 0;
  context.drawImage(source, 0, 0, target.width, target.height);
  return {
    url: target.toDataURL("image/png"),
    width: target.width / devicePixelRatio,
    height: target.height / devicePixelRatio,
    hotX: Math.floor(image.hotX * scale),
    hotY: Math.floor(image.hotY * scale),
  };
}

/** The value of CSS `cursor`. The hot spot is in CSS pixels, whatever the picture's resolution. */
export function cursorStyle(picture: CursorPicture, devicePixelRatio: number): string {
  const image =
    devicePixelRatio === 1 ? `url("${picture.url}")` : `image-set(url("${picture.url}") ${devicePixelRatio}x)`;
  return `${image} ${picture.hotX} ${picture.hotY}, default`;
}
