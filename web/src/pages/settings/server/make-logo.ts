/** Any picture that the browser can show, drawn into a small PNG: what the server is sent never is the file itself. */
import { MAX_LOGO_BYTES } from "../../../../../protocol/limits.ts";

/** Twice what the largest place shows on a fine screen; smaller ones where a photograph would come out too large. */
const SIDES = [256, 192, 128, 96, 64] as const;
/** What a camera makes is read; what would fill the memory is not. */
const MAX_FILE_BYTES = 20 * 1024 * 1024;

/** @throws Error with words for a person */
export async function makeLogo(file: File): Promise<string> {
  if (file.size > MAX_FILE_BYTES) throw new Error("This file is larger than 20 MB: choose a smaller picture.");
  const picture = await load(file);
  for (const side of SIDES) {
    const dataUrl = draw(picture, side);
    // Three bytes are four characters.
    if ((dataUrl.length - dataUrl.indexOf(",")) * 0.75 <= MAX_LOGO_BYTES) return dataUrl;
  }
  throw new Error("This picture cannot be made small enough: choose a simpler one.");
}

async function load(file: File): Promise<HTMLImageElement> {
  const url = URL.createObjectURL(file);
  const image = new Image();
  image.src = url;
  try {
    await image.decode();
    return image;
  } catch {
    throw new Error("The browser cannot show this file as a picture: choose a PNG, JPEG, WebP or SVG.");
  } finally {
    URL.revokeObjectURL(url);
  }
}

function draw(image: HTMLImageElement, side: number): string {
  // A drawing without a size of its own fills the square.
  const [width, height] = [image.naturalWidth || side, image.naturalHeight || side];
  const scale = Math.min(side / width, side / height, image.naturalWidth ? 1 : Infinity);
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(width * scale));
  canvas.height = Math.max(1, Math.round(height * scale));
  canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
  return canvas.toDataURL("image/png");
}
