/** The X11 drawing requests that the scenes need, by name (X11 protocol §9). Colours are 0xRRGGBB. */
import type { XConnection } from "./x-connection.ts";

export type Point = { x: number; y: number };
export type Area = { x: number; y: number; width: number; height: number };

const CREATE_WINDOW = 1;
const MAP_WINDOW = 8;
const CONFIGURE_WINDOW = 12;
const GET_GEOMETRY = 14;
const QUERY_POINTER = 38;
const OPEN_FONT = 45;
const CREATE_PIXMAP = 53;
const CREATE_GC = 55;
const CHANGE_GC = 56;
const COPY_AREA = 62;
const POLY_FILL_RECTANGLE = 70;
const PUT_IMAGE = 72;
const GET_IMAGE = 73;
const IMAGE_TEXT_8 = 76;

const Z_PIXMAP = 2;
const ALL_PLANES = 0xffff_ffff;
const CW_BACK_PIXMAP = 0x0001;
const CW_BACK_PIXEL = 0x0002;
const CW_OVERRIDE_REDIRECT = 0x0200;
const CW_EVENT_MASK = 0x0800;
const CONFIG_X_AND_Y = 0x0003;
export const BUTTON_PRESS_MASK = 0x0004;
export const BUTTON_PRESS_EVENT = 4;

/** A PutImage below the limit of requests without BIG-REQUESTS (262,140 bytes). */
const MAX_IMAGE_BYTES = 256_000;

const u16 = (...values: number[]): Buffer => Buffer.from(Uint16Array.from(values).buffer);
const u32 = (...values: number[]): Buffer => Buffer.from(Uint32Array.from(values).buffer);

export class XDrawing {
  readonly x: XConnection;
  readonly #gc: number;

  constructor(x: XConnection) {
    this.x = x;
    this.#gc = x.newId();
    // GraphicsExposures (0x10000) off: copies would otherwise answer with an event each.
    x.send(CREATE_GC, 0, u32(this.#gc, x.screen.root, 0x10000, 0));
  }

  /** A mapped window that no window manager touches. */
  window(area: Area, background: number, eventMask = 0): number {
    const id = this.x.newId();
    this.x.send(
      CREATE_WINDOW,
      0,
      u32(id, this.x.screen.root),
      u16(area.x, area.y, area.width, area.height, 0, 1),
      u32(0, CW_BACK_PIXEL | CW_OVERRIDE_REDIRECT | CW_EVENT_MASK, background, 1, eventMask),
    );
    this.x.send(MAP_WINDOW, 0, u32(id));
    return id;
  }

  /** As `window`, with a pixmap that the server itself puts back where something is uncovered. */
  windowOver(area: Area, backgroundPixmap: number, eventMask = 0): number {
    const id = this.x.newId();
    this.x.send(
      CREATE_WINDOW,
      0,
      u32(id, this.x.screen.root),
      u16(area.x, area.y, area.width, area.height, 0, 1),
      u32(0, CW_BACK_PIXMAP | CW_OVERRIDE_REDIRECT | CW_EVENT_MASK, backgroundPixmap, 1, eventMask),
    );
    this.x.send(MAP_WINDOW, 0, u32(id));
    return id;
  }

  moveWindow(window: number, to: Point): void {
    this.x.send(CONFIGURE_WINDOW, 0, u32(window), u16(CONFIG_X_AND_Y, 0), u32(to.x, to.y));
  }

  pixmap(width: number, height: number): number {
    const id = this.x.newId();
    this.x.send(CREATE_PIXMAP, this.x.screen.depth, u32(id, this.x.screen.root), u16(width, height));
    return id;
  }

  fill(drawable: number, colour: number, ...areas: Area[]): void {
    this.x.send(CHANGE_GC, 0, u32(this.#gc, 0x4, colour));
    const rectangles = areas.flatMap((area) => [area.x, area.y, area.width, area.height]);
    this.x.send(POLY_FILL_RECTANGLE, 0, u32(drawable, this.#gc), u16(...rectangles));
  }

  copy(from: number, to: number, source: Area, target: Point): void {
    this.x.send(
      COPY_AREA,
      0,
      u32(from, to, this.#gc),
      u16(source.x, source.y, target.x, target.y, source.width, source.height),
    );
  }

  /** @param pixels B G R X, 4 bytes each, rows top down */
  putImage(drawable: number, pixels: Uint8Array, area: Area): void {
    const rowBytes = area.width * 4;
    const rowsAtOnce = Math.floor(MAX_IMAGE_BYTES / rowBytes);
    for (let row = 0; row < area.height; row += rowsAtOnce) {
      const rows = Math.min(rowsAtOnce, area.height - row);
      this.x.send(
        PUT_IMAGE,
        Z_PIXMAP,
        u32(drawable, this.#gc),
        u16(area.width, rows, area.x, area.y + row),
        Buffer.from([0, this.x.screen.depth, 0, 0]),
        pixels.subarray(row * rowBytes, (row + rows) * rowBytes),
      );
    }
  }

  /** @returns B G R X pixels, rows top down */
  async getImage(drawable: number, area: Area): Promise<Buffer> {
    const request = [u32(drawable), u16(area.x, area.y, area.width, area.height), u32(ALL_PLANES)];
    const reply = await this.x.ask(GET_IMAGE, Z_PIXMAP, ...request);
    return reply.subarray(32, 32 + area.width * area.height * 4);
  }

  async sizeOf(drawable: number): Promise<{ width: number; height: number }> {
    const reply = await this.x.ask(GET_GEOMETRY, 0, u32(drawable));
    return { width: reply.readUInt16LE(16), height: reply.readUInt16LE(18) };
  }

  /** Where the pointer is on the screen. */
  async pointer(): Promise<Point> {
    const reply = await this.x.ask(QUERY_POINTER, 0, u32(this.x.screen.root));
    return { x: reply.readInt16LE(16), y: reply.readInt16LE(18) };
  }

  /** Chooses a font that the X server has built in, so that nothing has to be installed. */
  useFont(name: "fixed"): void {
    const font = this.x.newId();
    const bytes = Buffer.from(name, "latin1");
    this.x.send(OPEN_FONT, 0, u32(font), u16(bytes.length, 0), bytes);
    this.x.send(CHANGE_GC, 0, u32(this.#gc, 0x4000, font));
  }

  /** Draws at most 255 Latin-1 characters with their background; `at` is the left end of the base line. */
  text(drawable: number, at: Point, text: string, foreground: number, background: number): void {
    this.x.send(CHANGE_GC, 0, u32(this.#gc, 0xc, foreground, background));
    const bytes = Buffer.from(text, "latin1");
    this.x.send(IMAGE_TEXT_8, bytes.length, u32(drawable, this.#gc), u16(at.x, at.y), bytes);
  }
}
