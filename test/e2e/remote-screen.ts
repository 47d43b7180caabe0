/** The two ends of the pixel path side by side: the X screen, and the viewer's canvas. */
import type { Page } from "playwright-core";
import { connectX } from "../../bench/painter/x-connection.ts";
import { XDrawing } from "../../bench/painter/x-drawing.ts";
import { waitUntil } from "../fakes/wait-until.ts";

/** R G B and a fourth byte of no meaning, rows top down. */
export type Picture = { width: number; height: number; pixels: Uint8Array };

export async function grabScreen(display: string): Promise<Picture> {
  const x = await connectX(display);
  try {
    // The screen may have been resized since the X server said its first size.
    const { width, height } = await new XDrawing(x).sizeOf(x.screen.root);
    const bgrx = await new XDrawing(x).getImage(x.screen.root, { x: 0, y: 0, width, height });
    const pixels = new Uint8Array(bgrx.length);
    for (let at = 0; at < bgrx.length; at += 4) {
      pixels[at] = bgrx[at + 2] ?? 0;
      pixels[at + 1] = bgrx[at + 1] ?? 0;
      pixels[at + 2] = bgrx[at] ?? 0;
    }
    return { width, height, pixels };
  } finally {
    x.close();
  }
}

/** The picture on the page's largest canvas. */
export async function grabCanvas(page: Page): Promise<Picture | null> {
  const grabbed = await page.evaluate(() => {
    const [canvas] = [...document.querySelectorAll("canvas")].sort((a, b) => b.width * b.height - a.width * a.height);
    if (!canvas || canvas.width === 0 || canvas.height === 0) return null;
    const copy = document.createElement("canvas");
    copy.width = canvas.width;
    copy.height = canvas.height;
    const context = copy.getContext("2d", { willReadFrequently: true });
    if (!context) return null;
    context.drawImage(canvas, 0, 0);
    const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
    let text = "";
    for (let at = 0; at < data.length; at += 32_768) {
      text += String.fromCharCode(...data.subarray(at, at + 32_768));
    }
    return { width: canvas.width, height: canvas.height, base64: btoa(text) };
  });
  return grabbed && { width: grabbed.width, height: grabbed.height, pixels: Buffer.from(grabbed.base64, "base64") };
}

/** The part of a screen that one monitor shows. */
export function cropTo(picture: Picture, area: { x: number; y: number; width: number; height: number }): Picture {
  const pixels = new Uint8Array(area.width * area.height * 4);
  for (let row = 0; row < area.height; row++) {
    const from = ((area.y + row) * picture.width + area.x) * 4;
    pixels.set(picture.pixels.subarray(from, from + area.width * 4), row * area.width * 4);
  }
  return { width: area.width, height: area.height, pixels };
}

/** Null when equal; else one sentence that says where they part. */
export function differenceOf(screen: Picture, canvas: Picture | null): string | null {
  if (!canvas) return "there is no canvas";
  if (screen.width !== canvas.width || screen.height !== canvas.height) {
    return `the screen is ${screen.width}×${screen.height}, the canvas ${canvas.width}×${canvas.height}`;
  }
  let count = 0;
  let first = -1;
  for (let at = 0; at < screen.pixels.length; at += 4) {
    const isEqual =
      screen.pixels[at] === canvas.pixels[at] &&
      screen.pixels[at + 1] === canvas.pixels[at + 1] &&
      screen.pixels[at + 2] === canvas.pixels[at + 2];
    if (isEqual) continue;
    count++;
    if (first < 0) first = at / 4;
  }
  if (count === 0) return null;
  return `${count} pixels differ, the first at ${first % screen.width},${Math.floor(first / screen.width)}`;
}

/**
 * Resolves when the canvas shows the screen, bit for bit.
 * @param area of the screen that is shown; all of it where it is left out
 */
export async function waitUntilExact(
  page: Page,
  display: string,
  area?: { x: number; y: number; width: number; height: number },
): Promise<void> {
  let difference: string | null = null;
  const isExact = async (): Promise<boolean> => {
    const screen = await grabScreen(display);
    difference = differenceOf(area ? cropTo(screen, area) : screen, await grabCanvas(page));
    return difference === null;
  };
  await waitUntil("the canvas showing the screen exactly", isExact, 20_000).catch((failure) => {
    throw new Error(`${failure.message}: ${difference}`);
  });
}
