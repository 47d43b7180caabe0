/** The pointer's picture by XFIXES: an event when it changes, its pixels when asked (XFIXES §7). */
import { type XConnection, XError } from "./connection.ts";
import { XRequest } from "./request.ts";

const QUERY_VERSION = 0;
const SELECT_CURSOR_INPUT = 3;
const GET_CURSOR_IMAGE = 4;
const DISPLAY_CURSOR_NOTIFY_MASK = 1;
const CURSOR_NOTIFY = 1;

export type XCursorImage = {
  /** The same serial is the same picture, as long as the server lives. */
  serial: number;
  /** Where the hot spot is, in root pixels. */
  x: number;
  y: number;
  width: number;
  height: number;
  hotX: number;
  hotY: number;
  /** width × height words A R G B, premultiplied: little-endian, so the bytes are B G R A. */
  argb: Buffer;
};

export interface XCursor {
  /** @returns null when the server will not tell (its owner has gone: BadAccess under the SECURITY extension) */
  getImage(): Promise<XCursorImage | null>;
}

/**
 * @param onChange the cursor with this serial is displayed from now on; animated ones call 60 times a second
 * @returns null when the server lacks XFIXES
 */
export async function openCursor(connection: XConnection, onChange: (serial: number) => void): Promise<XCursor | null> {
  const xfixes = await connection.extension("XFIXES");
  if (!xfixes) return null;
  await connection.ask(new XRequest(xfixes.opcode, QUERY_VERSION).u32(5, 0));
  const { root } = connection.setup.screen;
  connection.listen(xfixes.firstEvent + CURSOR_NOTIFY, (event) => onChange(event.readUInt32LE(8)));
  connection.send(new XRequest(xfixes.opcode, SELECT_CURSOR_INPUT).u32(root, DISPLAY_CURSOR_NOTIFY_MASK));
  return {
    async getImage() {
      try {
        return readCursorImage(await connection.ask(new XRequest(xfixes.opcode, GET_CURSOR_IMAGE)));
      } catch (cause) {
        // BadAccess as above; BadCursor: this screen has no pointer at all. Neither is a reason to show no pixels.
        if (cause instanceof XError) return null;
        throw cause;
      }
    },
  };
}

function readCursorImage(reply: Buffer): XCursorImage {
  const [width, height] = [reply.readUInt16LE(12), reply.readUInt16LE(14)];
  return {
    x: reply.readInt16LE(8),
    y: reply.readInt16LE(10),
    width,
    height,
    hotX: reply.readUInt16LE(16),
    hotY: reply.readUInt16LE(18),
    serial: reply.readUInt32LE(20),
    argb: reply.subarray(32, 32 + width * height * 4),
  };
}
