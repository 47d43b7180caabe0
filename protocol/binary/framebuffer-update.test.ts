import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import {
  ENCODING,
  type FramebufferUpdate,
  framebufferUpdateBytes,
  type Rect,
  readCopySource,
  readFramebufferUpdate,
  UPDATE_FLAG,
  writeCopySource,
  writeFramebufferUpdate,
} from "./framebuffer-update.ts";
import { MalformedMessageError } from "./message-type.ts";

const GOLDEN: FramebufferUpdate = {
  flags: UPDATE_FLAG.answersInput,
  stream: 0x0102,
  frame: 0x03040506,
  capturedAtMs: 0x0708090a,
  width: 1920,
  height: 1080,
  rects: [
    { x: 64, y: 128, width: 64, height: 64, encoding: ENCODING.solid, data: Uint8Array.of(0x10, 0x20, 0x30, 0) },
    { x: 0, y: 0, width: 800, height: 600, encoding: ENCODING.copy, data: writeCopySource(1, 258) },
    {
      x: 0,
      y: 0,
      width: 192,
      height: 64,
      encoding: ENCODING.jpeg,
      clip: [
        { column: 0, row: 0 },
        { column: 2, row: 0 },
      ],
      data: Uint8Array.of(0xff, 0xd8, 0xff),
    },
  ],
};

const GOLDEN_BYTES = [
  "01 02 0102 03040506 0708090a 0780 0438 0003",
  "0040 0080 0040 0040 00 00000004 10203000",
  "0000 0000 0320 0258 01 00000004 00010102",
  "0000 0000 00c0 0040 83 00000003 0002 0000 0200 ffd8ff",
].join(" ");

const bytesOf = (hex: string) => Uint8Array.from(Buffer.from(hex.replaceAll(" ", ""), "hex"));

const rect = fc
  .record({
    x: fc.nat(200),
    y: fc.nat(100),
    width: fc.integer({ min: 1, max: 100 }),
    height: fc.integer({ min: 1, max: 100 }),
    encoding: fc.constantFrom(ENCODING.solid, ENCODING.zstd, ENCODING.jpeg),
    clip: fc.option(fc.array(fc.record({ column: fc.nat(255), row: fc.nat(255) }), { maxLength: 20 }), {
      nil: undefined,
    }),
    data: fc.uint8Array({ minLength: 4, maxLength: 40 }),
  })
  .map(({ clip, ...rest }): Rect => {
    const data = rest.encoding === ENCODING.solid ? rest.data.subarray(0, 4) : rest.data;
    return { ...rest, ...(clip && { clip }), data };
  });

const update = fc.record({
  flags: fc.nat(255),
  stream: fc.nat(0xffff),
  frame: fc.nat(0xffff_ffff),
  capturedAtMs: fc.nat(0xffff_ffff),
  width: fc.constant(300),
  height: fc.constant(200),
  rects: fc.array(rect, { maxLength: 8 }),
});

test("the golden update is these bytes", () => {
  expect(writeFramebufferUpdate(GOLDEN)).toEqual(bytesOf(GOLDEN_BYTES));
});

test("the golden bytes are this update", () => {
  expect(readFramebufferUpdate(bytesOf(GOLDEN_BYTES))).toEqual(GOLDEN);
});

test("the source of a copy is read as it was written", () => {
  const copy = readFramebufferUpdate(bytesOf(GOLDEN_BYTES)).rects[1];
  expect(copy && readCopySource(copy)).toEqual({ x: 1, y: 258 });
});

test("what is written is read again", () => {
  fc.assert(
    fc.property(update, (sent) => {
      const message = writeFramebufferUpdate(sent);
      expect(message.length).toBe(framebufferUpdateBytes(sent));
      expect(readFramebufferUpdate(message)).toEqual(sent);
    }),
  );
});

test("a message that is a view into a larger buffer is read alike", () => {
  const whole = Buffer.concat([Buffer.alloc(5), bytesOf(GOLDEN_BYTES), Buffer.alloc(7)]);
  const read = readFramebufferUpdate(whole.subarray(5, whole.length - 7));
  expect(read.rects.map(({ data }) => [...data])).toEqual(GOLDEN.rects.map(({ data }) => [...data]));
});

test("a message that is cut at any byte, or goes on, is refused", () => {
  const message = bytesOf(GOLDEN_BYTES);
  for (let length = 0; length < message.length; length++) {
    expect(() => readFramebufferUpdate(message.subarray(0, length))).toThrow(MalformedMessageError);
  }
  expect(() => readFramebufferUpdate(Buffer.concat([message, Buffer.of(0)]))).toThrow("1 bytes follow");
});

test("any bytes are either an update or refused in a sentence: nothing else happens", () => {
  const arbitrary = fc.oneof(
    fc.uint8Array({ maxLength: 200 }),
    fc.tuple(update, fc.nat(), fc.nat(255)).map(([sent, at, byte]) => {
      const message = writeFramebufferUpdate(sent);
      message[at % message.length] = byte;
      return message;
    }),
  );
  fc.assert(
    fc.property(arbitrary, (message) => {
      try {
        readFramebufferUpdate(message);
      } catch (error) {
        expect(error).toBeInstanceOf(MalformedMessageError);
      }
    }),
    { numRuns: 2_000 },
  );
});

describe("refused is", () => {
  const base = { flags: 0, stream: 1, frame: 1, capturedAtMs: 0, width: 100, height: 100 };
  const solid: Rect = { x: 0, y: 0, width: 10, height: 10, encoding: ENCODING.solid, data: new Uint8Array(4) };
  const withRect = (changes: Partial<Rect>) => () =>
    readFramebufferUpdate(writeFramebufferUpdate({ ...base, rects: [{ ...solid, ...changes }] }));

  test.each([
    ["a framebuffer without width", { width: 0 }],
    ["a framebuffer without height", { height: 0 }],
    ["a framebuffer wider than 16,384", { width: 16_385 }],
    ["a framebuffer higher than 16,384", { height: 16_385 }],
  ])("%s", (_name, size) => {
    const message = writeFramebufferUpdate({ ...base, ...size, rects: [] });
    expect(() => readFramebufferUpdate(message)).toThrow("out of bounds");
  });

  test("more than 4,096 rects", () => {
    const message = writeFramebufferUpdate({ ...base, rects: Array.from({ length: 4_097 }, () => solid) });
    expect(() => readFramebufferUpdate(message)).toThrow("4097 rects");
  });

  test("a rect that reaches over an edge", () => {
    expect(withRect({ x: 91 })).toThrow("outside 100×100");
    expect(withRect({ y: 91 })).toThrow("outside 100×100");
  });

  test("a rect without pixels or without data", () => {
    expect(withRect({ width: 0 })).toThrow("without pixels");
    expect(withRect({ height: 0 })).toThrow("without pixels");
    expect(withRect({ encoding: ENCODING.jpeg, data: new Uint8Array(0) })).toThrow("without data");
  });

  test("a colour or a copy of other than four bytes", () => {
    expect(withRect({ data: new Uint8Array(3) })).toThrow("3 bytes where 4 belong");
    expect(withRect({ encoding: ENCODING.copy, data: new Uint8Array(5) })).toThrow("5 bytes where 4 belong");
  });

  test("a copy from outside", () => {
    expect(withRect({ encoding: ENCODING.copy, data: writeCopySource(91, 0) })).toThrow("lies outside");
    expect(withRect({ encoding: ENCODING.copy, data: writeCopySource(0, 91) })).toThrow("lies outside");
  });

  test("an unknown encoding", () => {
    const message = writeFramebufferUpdate({ ...base, rects: [solid] });
    message[18 + 8] = 5;
    expect(() => readFramebufferUpdate(message)).toThrow("unknown encoding 5");
  });

  test("another message's type", () => {
    const message = writeFramebufferUpdate({ ...base, rects: [] });
    message[0] = 2;
    expect(() => readFramebufferUpdate(message)).toThrow("message type 2");
  });
});
