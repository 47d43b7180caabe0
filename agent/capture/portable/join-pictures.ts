/** Puts the pictures of several monitors together into one, as they stand beside each other. */

/** Pixels R G B A, rows top down without a gap. */
export type Picture = { width: number; height: number; pixels: Buffer };

const BYTES_PER_PIXEL = 4;

/**
 * What no monitor covers is black. What reaches over the edge is cut: a monitor with more pixels than its listed size
 * (macOS counts in points) shows its upper left part.
 * @param places of the pictures' upper left corners in the joined one
 */
export function joinPictures(
  pictures: readonly Picture[],
  places: readonly { x: number; y: number }[],
  size: { width: number; height: number },
): Picture {
  const pixels = Buffer.alloc(size.width * size.height * BYTES_PER_PIXEL);
  for (const [index, picture] of pictures.entries()) {
    const place = places[index];
    if (!place || place.x < 0 || place.y < 0) continue;
    const rowBytes = Math.min(picture.width, size.width - place.x) * BYTES_PER_PIXEL;
    const rows = Math.min(picture.height, size.height - place.y);
    for (let row = 0; row < rows && rowBytes > 0; row++) {
      const from = row * picture.width * BYTES_PER_PIXEL;
      picture.pixels.copy(pixels, ((place.y + row) * size.width + place.x) * BYTES_PER_PIXEL, from, from + rowBytes);
    }
  }
  return { width: size.width, height: size.height, pixels };
}
