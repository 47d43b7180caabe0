/** The screen on which scenes play: a desktop with a wallpaper and a window of text, and the counter's blocks. */
import { BLOCK_SIZE, bitsOf, COUNTER_WIDTH } from "../counter-layout.ts";
import { paintPhoto } from "./pictures.ts";
import { createLogLines, GLYPH_WIDTH, type Glyphs, LINE_HEIGHT, loadGlyphs, renderLine } from "./text.ts";
import type { XConnection } from "./x-connection.ts";
import { type Area, BUTTON_PRESS_MASK, type Point, XDrawing } from "./x-drawing.ts";

export const SCREEN = { width: 1920, height: 1080 } as const;
export const INK = 0x1f2328;
export const PAPER = 0xffffff;

export type Stage = {
  x: XConnection;
  draw: XDrawing;
  glyphs: Glyphs;
  /** Covers the screen; gets the clicks that no window on it takes. */
  desktop: number;
  /** The wallpaper, to put back what a window uncovers. */
  wallpaper: number;
};

export async function openStage(x: XConnection): Promise<Stage> {
  const draw = new XDrawing(x);
  const glyphs = await loadGlyphs(draw);
  const all = { x: 0, y: 0, ...SCREEN };
  const wallpaper = draw.pixmap(SCREEN.width, SCREEN.height);
  draw.putImage(wallpaper, paintPhoto(SCREEN.width, SCREEN.height, 7), all);
  const desktop = draw.windowOver(all, wallpaper, BUTTON_PRESS_MASK);
  await x.roundTrip();
  return { x, draw, glyphs, desktop, wallpaper };
}

/** Paints the counter's 16 blocks with their left upper corner at `at`. */
export function paintCounter(stage: Stage, drawable: number, at: Point, value: number): void {
  const blocks = { black: [] as Area[], white: [] as Area[] };
  for (const [index, bit] of bitsOf(value).entries()) {
    const area = { x: at.x + index * BLOCK_SIZE, y: at.y, width: BLOCK_SIZE, height: BLOCK_SIZE };
    (bit ? blocks.white : blocks.black).push(area);
  }
  stage.draw.fill(drawable, 0x000000, { x: at.x, y: at.y, width: COUNTER_WIDTH, height: BLOCK_SIZE });
  if (blocks.white.length > 0) stage.draw.fill(drawable, 0xffffff, ...blocks.white);
}

/** A window full of text, `columns` × `rows` characters. */
export function openTextWindow(stage: Stage, at: Point, columns: number, rows: number): number {
  const size = { width: columns * GLYPH_WIDTH, height: rows * LINE_HEIGHT };
  const window = stage.draw.window({ ...at, ...size }, PAPER);
  paintPage(stage, window, columns, rows);
  return window;
}

/** Fills a drawable with lines of text, the same each time. */
export function paintPage({ draw, glyphs }: Stage, drawable: number, columns: number, rows: number): void {
  const nextLine = createLogLines(columns, 3);
  for (let row = 0; row < rows; row++) {
    const line = renderLine(glyphs, nextLine(), columns, INK, PAPER);
    const area = { x: 0, y: row * LINE_HEIGHT, width: columns * GLYPH_WIDTH, height: LINE_HEIGHT };
    draw.putImage(drawable, line, area);
  }
}
