/**
 * Antialiased text as today's terminals show it, without an installed font: the glyphs of the X server's built-in
 * bitmap font, enlarged by half with smooth edges.
 */
import { createRandom } from "./pictures.ts";
import type { XDrawing } from "./x-drawing.ts";

const FONT_WIDTH = 6;
const FONT_HEIGHT = 13;
const FONT_ASCENT = 11;
const FIRST = 32;
const COUNT = 95;

export const GLYPH_WIDTH = 9;
export const LINE_HEIGHT = 20;

/** Coverage 0–255 of every printable ASCII glyph, GLYPH_WIDTH × LINE_HEIGHT each. */
export type Glyphs = readonly Uint8Array[];

export async function loadGlyphs(draw: XDrawing): Promise<Glyphs> {
  draw.useFont("fixed");
  const width = FONT_WIDTH * COUNT;
  const sheet = draw.pixmap(width, FONT_HEIGHT);
  const characters = String.fromCharCode(...Array.from({ length: COUNT }, (_, index) => FIRST + index));
  draw.fill(sheet, 0, { x: 0, y: 0, width, height: FONT_HEIGHT });
  draw.text(sheet, { x: 0, y: FONT_ASCENT }, characters, 0xffffff, 0);
  const pixels = await draw.getImage(sheet, { x: 0, y: 0, width, height: FONT_HEIGHT });
  const isInk = (glyph: number, x: number, y: number): boolean =>
    x >= 0 && y >= 0 && x < FONT_WIDTH && y < FONT_HEIGHT && pixels[(y * width + glyph * FONT_WIDTH + x) * 4] === 255;
  return Array.from({ length: COUNT }, (_, glyph) => enlarge((x, y) => isInk(glyph, x, y)));
}

/** Bilinear interpolation of the bitmap, sampled at the centre of each target pixel. */
function enlarge(isInk: (x: number, y: number) => boolean): Uint8Array {
  const coverage = new Uint8Array(GLYPH_WIDTH * LINE_HEIGHT);
  const ink = (x: number, y: number): number => Number(isInk(x, y));
  for (let row = 0; row < LINE_HEIGHT; row++) {
    for (let column = 0; column < GLYPH_WIDTH; column++) {
      const x = ((column + 0.5) * FONT_WIDTH) / GLYPH_WIDTH - 0.5;
      const y = ((row + 0.5) * FONT_HEIGHT) / LINE_HEIGHT - 0.5;
      const left = Math.floor(x);
      const top = Math.floor(y);
      const upper = ink(left, top) * (1 - x + left) + ink(left + 1, top) * (x - left);
      const lower = ink(left, top + 1) * (1 - x + left) + ink(left + 1, top + 1) * (x - left);
      coverage[row * GLYPH_WIDTH + column] = Math.round(255 * (upper * (1 - y + top) + lower * (y - top)));
    }
  }
  return coverage;
}

/** @returns one line of text as B G R X pixels, `columns` × GLYPH_WIDTH wide and LINE_HEIGHT high */
export function renderLine(
  glyphs: Glyphs,
  text: string,
  columns: number,
  foreground: number,
  background: number,
): Uint8Array {
  const width = columns * GLYPH_WIDTH;
  const pixels = new Uint8Array(width * LINE_HEIGHT * 4);
  const channel = (shift: number, alpha: number): number =>
    Math.round((((foreground >> shift) & 255) * alpha + ((background >> shift) & 255) * (255 - alpha)) / 255);
  for (let column = 0; column < columns; column++) {
    const glyph = glyphs[(text.charCodeAt(column) || FIRST) - FIRST] ?? new Uint8Array(GLYPH_WIDTH * LINE_HEIGHT);
    for (let y = 0; y < LINE_HEIGHT; y++) {
      for (let x = 0; x < GLYPH_WIDTH; x++) {
        const alpha = glyph[y * GLYPH_WIDTH + x] ?? 0;
        const at = (y * width + column * GLYPH_WIDTH + x) * 4;
        pixels[at] = channel(0, alpha);
        pixels[at + 1] = channel(8, alpha);
        pixels[at + 2] = channel(16, alpha);
        pixels[at + 3] = 255;
      }
    }
  }
  return pixels;
}

const WORDS =
  "request accepted from 10.0.4.17 in 23 ms cache miss for user session renewed GET /api/machines 200 worker started " +
  "queue depth compiling module src/http/app.ts warning unused variable finished test ok retry connection backend";

/** Endless lines of a log, the same for the same seed, of 40 to `columns` characters. */
export function createLogLines(columns: number, seed = 1): () => string {
  const random = createRandom(seed);
  const words = WORDS.split(" ");
  let number = 0;
  return () => {
    const length = 40 + Math.floor(random() * (columns - 40));
    let line = `[${String(++number).padStart(6, "0")}]`;
    while (line.length < length) line += ` ${words[Math.floor(random() * words.length)] ?? ""}`;
    return line.slice(0, columns);
  };
}
