/** The connection setup of X11 (protocol §8): what is asked, and what the server says about itself. */
import { MIT_MAGIC_COOKIE } from "./xauthority.ts";

/** Why no connection came about. `no_display`: nobody listens there; `no_authority`: refused for lack of a cookie. */
export type XConnectProblem = "no_display" | "no_authority";

export class XConnectError extends Error {
  override readonly name = "XConnectError";
  readonly problem: XConnectProblem;

  constructor(problem: XConnectProblem, message: string) {
    super(message);
    this.problem = problem;
  }
}

export type XScreen = {
  root: number;
  /** Pixels at the time of connecting; RANDR tells of changes. */
  width: number;
  height: number;
  /** Of the root window: 24 in practice. */
  depth: number;
  visual: number;
  /** Bits one pixel of the root's depth takes in an image: 32 in practice. */
  bitsPerPixel: number;
  /** Whether an image of the root has the bytes B G R X. */
  isBgrx: boolean;
};

export type XSetup = {
  resourceBase: number;
  minKeycode: number;
  maxKeycode: number;
  vendor: string;
  screen: XScreen;
};

const SUCCESS = 1;
const HEADER_BYTES = 8;

/** @param cookie null: the server is asked to let us in without */
export function writeSetupRequest(cookie: Uint8Array | null): Buffer {
  const name = cookie ? Buffer.from(MIT_MAGIC_COOKIE, "latin1") : Buffer.alloc(0);
  const pad = (length: number) => Buffer.alloc((4 - (length % 4)) % 4);
  const head = Buffer.alloc(12);
  head.write("l", 0, "latin1");
  head.writeUInt16LE(11, 2);
  head.writeUInt16LE(name.length, 6);
  head.writeUInt16LE(cookie?.length ?? 0, 8);
  return Buffer.concat([head, name, pad(name.length), cookie ?? Buffer.alloc(0), pad(cookie?.length ?? 0)]);
}

/** Bytes of the whole setup reply that begins so; undefined until that can be told. */
export function setupReplyBytes(received: Buffer): number | undefined {
  return received.length < HEADER_BYTES ? undefined : HEADER_BYTES + received.readUInt16LE(6) * 4;
}

/**
 * @param screenIndex the ".1" of ":0.1"
 * @throws XConnectError when the server refuses
 */
export function readSetupReply(reply: Buffer, screenIndex: number): XSetup {
  if (reply.readUInt8(0) !== SUCCESS) {
    const reason = reply
      .subarray(HEADER_BYTES, HEADER_BYTES + reply.readUInt8(1))
      .toString("latin1")
      .trim();
    throw new XConnectError("no_authority", `the X server refused: ${reason || "no reason given"}`);
  }
  const vendorBytes = reply.readUInt16LE(24);
  const formatCount = reply.readUInt8(29);
  const formats = 40 + ((vendorBytes + 3) & ~3);
  const bitsPerPixelOf = (depth: number): number => {
    for (let index = 0; index < formatCount; index++) {
      if (reply.readUInt8(formats + index * 8) === depth) return reply.readUInt8(formats + index * 8 + 1);
    }
    return 0;
  };
  const screen = readScreen(reply, formats + formatCount * 8, screenIndex, bitsPerPixelOf);
  const isLittleEndian = reply.readUInt8(30) === 0;
  return {
    resourceBase: reply.readUInt32LE(12),
    minKeycode: reply.readUInt8(34),
    maxKeycode: reply.readUInt8(35),
    vendor: reply.subarray(40, 40 + vendorBytes).toString("latin1"),
    screen: { ...screen, isBgrx: screen.isBgrx && isLittleEndian },
  };
}

function readScreen(reply: Buffer, start: number, wanted: number, bitsPerPixelOf: (depth: number) => number): XScreen {
  const screenCount = reply.readUInt8(28);
  if (wanted >= screenCount) throw new XConnectError("no_display", `the X server has no screen ${wanted}`);
  let at = start;
  for (let index = 0; index < wanted; index++) at = endOfScreen(reply, at);
  const depth = reply.readUInt8(at + 38);
  const visual = reply.readUInt32LE(at + 32);
  const masks = findColourMasks(reply, at, visual);
  const bitsPerPixel = bitsPerPixelOf(depth);
  return {
    root: reply.readUInt32LE(at),
    width: reply.readUInt16LE(at + 20),
    height: reply.readUInt16LE(at + 22),
    depth,
    visual,
    bitsPerPixel,
    isBgrx: bitsPerPixel === 32 && masks?.red === 0xff0000 && masks.green === 0xff00 && masks.blue === 0xff,
  };
}

/** A screen is 40 bytes, then its depths: 8 bytes each and 24 for every visual. */
function endOfScreen(reply: Buffer, at: number): number {
  let offset = at + 40;
  for (let depth = 0; depth < reply.readUInt8(at + 39); depth++) offset += 8 + reply.readUInt16LE(offset + 2) * 24;
  return offset;
}

function findColourMasks(reply: Buffer, screen: number, visual: number) {
  const end = endOfScreen(reply, screen);
  let offset = screen + 40;
  while (offset < end) {
    const visuals = reply.readUInt16LE(offset + 2);
    offset += 8;
    for (let index = 0; index < visuals; index++, offset += 24) {
      if (reply.readUInt32LE(offset) !== visual) continue;
      return {
        red: reply.readUInt32LE(offset + 8),
        green: reply.readUInt32LE(offset + 12),
        blue: reply.readUInt32LE(offset + 16),
      };
    }
  }
  return null;
}
