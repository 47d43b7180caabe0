/** An X client that draws, for tests and benches: windows, fills, images, copies and text, by the agent's own X connection. */
import type { Area } from "../../agent/capture/area.ts";
import { connectX, type XConnection } from "../../agent/x11/connection.ts";
import { XRequest } from "../../agent/x11/request.ts";

const OPCODE = {
  createWindow: 1,
  mapWindow: 8,
  configureWindow: 12,
  openFont: 45,
  createPixmap: 53,
  createGc: 55,
  changeGc: 56,
  copyArea: 62,
  polyFillRectangle: 70,
  putImage: 72,
  imageText8: 76,
  createGlyphCursor: 94,
  changeWindowAttributes: 2,
} as const;
const GC = { foreground: 4, background: 8, font: 0x4000, graphicsExposures: 0x10000 } as const;
const WINDOW = { backPixel: 2, overrideRedirect: 0x200, cursor: 0x4000 } as const;
const Z_PIXMAP = 2;
/** A request without BIG-REQUESTS holds 262,140 bytes. */
const MAX_IMAGE_BYTES = 256_000;

export type Point = { x: number; y: number };

export class XPainter {
  readonly x: XConnection;
  readonly #gc: number;

  constructor(x: XConnection) {
    this.x = x;
    this.#gc = x.newId();
    x.send(new XRequest(OPCODE.createGc).u32(this.#gc, x.setup.screen.root, GC.graphicsExposures, 0));
  }

  static async open(display: string): Promise<XPainter> {
    return new XPainter(await connectX(display, null));
  }

  get root(): number {
    return this.x.setup.screen.root;
  }

  /** A mapped window that no window manager touches. */
  window(area: Area, colour: number): number {
    const id = this.x.newId();
    const create = new XRequest(OPCODE.createWindow, 0).u32(id, this.root).i16(area.x, area.y);
    create.u16(area.width, area.height, 0, 1).u32(0, WINDOW.backPixel | WINDOW.overrideRedirect, colour, 1);
    this.x.send(create);
    this.x.send(new XRequest(OPCODE.mapWindow).u32(id));
    return id;
  }

  moveWindow(window: number, to: Point): void {
    this.x.send(new XRequest(OPCODE.configureWindow).u32(window).u16(3, 0).u32(to.x, to.y));
  }

  pixmap(width: number, height: number): number {
    const id = this.x.newId();
    this.x.send(new XRequest(OPCODE.createPixmap, this.x.setup.screen.depth).u32(id, this.root).u16(width, height));
    return id;
  }

  /** @param colour 0xRRGGBB */
  fill(drawable: number, area: Area, colour: number): void {
    this.x.send(new XRequest(OPCODE.changeGc).u32(this.#gc, GC.foreground, colour));
    const fill = new XRequest(OPCODE.polyFillRectangle).u32(drawable, this.#gc).i16(area.x, area.y);
    this.x.send(fill.u16(area.width, area.height));
  }

  /** @param pixels B G R X, rows top down */
  putImage(drawable: number, area: Area, pixels: Uint8Array): void {
    const rowBytes = area.width * 4;
    const rowsAtOnce = Math.max(1, Math.floor(MAX_IMAGE_BYTES / rowBytes));
    for (let row = 0; row < area.height; row += rowsAtOnce) {
      const rows = Math.min(rowsAtOnce, area.height - row);
      const put = new XRequest(OPCODE.putImage, Z_PIXMAP).u32(drawable, this.#gc).u16(area.width, rows);
      put.i16(area.x, area.y + row).u8(0, this.x.setup.screen.depth, 0, 0);
      this.x.send(put.bytes(pixels.subarray(row * rowBytes, (row + rows) * rowBytes)));
    }
  }

  copy(from: number, to: number, source: Area, target: Point): void {
    const copy = new XRequest(OPCODE.copyArea).u32(from, to, this.#gc).i16(source.x, source.y, target.x, target.y);
    this.x.send(copy.u16(source.width, source.height));
  }

  /** Draws Latin-1 text in the server's own "fixed" font. */
  text(drawable: number, at: Point, text: string, foreground = 0x101010, background = 0xffffff): void {
    const bytes = Buffer.from(text.slice(0, 255), "latin1");
    const values = [foreground, background, this.#font()];
    this.x.send(new XRequest(OPCODE.changeGc).u32(this.#gc, GC.foreground | GC.background | GC.font, ...values));
    this.x.send(new XRequest(OPCODE.imageText8, bytes.length).u32(drawable, this.#gc).i16(at.x, at.y).bytes(bytes));
  }

  /** Gives a window a shape of the server's own "cursor" font (68 is an arrow, 152 a text bar). */
  setCursor(window: number, glyph: number): void {
    const [font, cursor] = [this.#openFont("cursor"), this.x.newId()];
    const create = new XRequest(OPCODE.createGlyphCursor).u32(cursor, font, font).u16(glyph, glyph + 1);
    this.x.send(create.u16(0, 0, 0, 0xffff, 0xffff, 0xffff));
    this.x.send(new XRequest(OPCODE.changeWindowAttributes).u32(window, WINDOW.cursor, cursor));
  }

  /** Resolves when everything is drawn. */
  done(): Promise<void> {
    return this.x.roundTrip();
  }

  close(): void {
    this.x.close();
  }

  #fixed = 0;
  #font(): number {
    this.#fixed ||= this.#openFont("fixed");
    return this.#fixed;
  }

  #openFont(name: string): number {
    const id = this.x.newId();
    const bytes = Buffer.from(name, "latin1");
    this.x.send(new XRequest(OPCODE.openFont).u32(id).u16(bytes.length, 0).bytes(bytes));
    return id;
  }
}

/** Pixels that compress badly, like a photograph's; the same for the same seed. B G R X. */
export function noisePixels(width: number, height: number, seed = 1): Uint8Array {
  const pixels = new Uint8Array(width * height * 4);
  let state = seed >>> 0 || 1;
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at += 4) {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      const noise = (state >>> 28) - 8;
      const wave = Math.sin(x / 37 + seed) + Math.cos(y / 29 - seed);
      pixels[at] = 128 + noise + wave * 40;
      pixels[at + 1] = 120 + noise + wave * 50;
      pixels[at + 2] = 110 - noise + wave * 45;
    }
  }
  return pixels;
}
