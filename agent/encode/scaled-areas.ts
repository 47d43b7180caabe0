/** How small a picture has to be made so that all that changed fits what the link carries now. */
import { type Area, hullOf, pixelsOf, pixelsOfAll } from "../capture/area.ts";

/** One pixel stands for so many, each way. */
const FACTORS = [2, 3, 4, 6, 8] as const;
/** Of a JPEG's bytes per pixel before anything has been measured: the smaller the picture, the more each pixel says. */
const INITIAL_BYTES_PER_PIXEL = [0.12, 0.14, 0.16, 0.18, 0.2] as const;
const NEWEST_WEIGHT = 0.4;
/** Past this it is worth making the picture again, smaller. */
const TOLERANCE = 1.25;
/** A JPEG has a header of 600 bytes: few rects, as long as they do not cover far more than has changed. */
const MAX_AREAS = 3;
const MAX_HULL_SHARE = 3;

export class ScaleChooser {
  readonly #bytesPerPixel: number[] = [...INITIAL_BYTES_PER_PIXEL];
  #step = 0;

  get factor(): number {
    return FACTORS[this.#step] ?? 8;
  }

  /** The largest picture that should stay below the budget. */
  choose(pixels: number, budgetBytes: number): void {
    const fits = FACTORS.findIndex((factor, step) => {
      return (pixels / factor ** 2) * (this.#bytesPerPixel[step] ?? 0) <= budgetBytes;
    });
    this.#step = fits === -1 ? FACTORS.length - 1 : fits;
  }

  /** Takes note of what came out. @returns true: far too much, and the next smaller size is chosen */
  wasTooMuch(pixels: number, bytes: number, budgetBytes: number): boolean {
    const known = this.#bytesPerPixel[this.#step] ?? 0;
    const measured = bytes / (pixels / this.factor ** 2);
    this.#bytesPerPixel[this.#step] = known + NEWEST_WEIGHT * (measured - known);
    if (bytes <= budgetBytes * TOLERANCE || this.#step === FACTORS.length - 1) return false;
    this.#step++;
    return true;
  }
}

/** Few areas that cover all of these; null: they lie too far apart for that. */
export function fewAreas(areas: readonly Area[]): Area[] | null {
  if (areas.length <= MAX_AREAS) return [...areas];
  const hull = hullOf(areas);
  return pixelsOf(hull) <= pixelsOfAll(areas) * MAX_HULL_SHARE ? [hull] : null;
}
