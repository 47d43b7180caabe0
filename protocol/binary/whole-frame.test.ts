import { expect, test } from "bun:test";
import fc from "fast-check";
import { isWholeJpeg, MalformedMessageError, MESSAGE_TYPE } from "./message-type.ts";
import { readWholeFrame, writeWholeFrame } from "./whole-frame.ts";

const JPEG = Uint8Array.of(0xff, 0xd8, 0xff, 0xe0, 1);
const GOLDEN = Uint8Array.of(4, 0, 1, 2, 0xff, 0xd8, 0xff, 0xe0, 1);

test("the golden whole frame is these bytes, both ways", () => {
  expect(writeWholeFrame(0x0102, JPEG)).toEqual(GOLDEN);
  expect(readWholeFrame(GOLDEN)).toEqual({ stream: 0x0102, jpeg: JPEG });
});

test("whole frames that are written are read again", () => {
  fc.assert(
    fc.property(fc.nat(0xffff), fc.uint8Array({ minLength: 2, maxLength: 99 }), (stream, rest) => {
      const jpeg = Uint8Array.of(0xff, 0xd8, ...rest);
      expect(readWholeFrame(writeWholeFrame(stream, jpeg))).toEqual({ stream, jpeg });
    }),
  );
});

test("a message that ends before there is a JPEG is refused", () => {
  for (let length = 0; length < 8; length++) {
    expect(() => readWholeFrame(GOLDEN.subarray(0, length))).toThrow(MalformedMessageError);
  }
});

test("what does not hold a JPEG, or is another message, is refused", () => {
  expect(() => readWholeFrame(writeWholeFrame(1, Uint8Array.of(0x89, 0x50, 0x4e, 0x47)))).toThrow("must hold a JPEG");
  expect(() => readWholeFrame(Uint8Array.of(1, ...GOLDEN.subarray(1)))).toThrow(MalformedMessageError);
});

test("a bare JPEG is told from every binary message by its first byte", () => {
  expect(isWholeJpeg(JPEG)).toBe(true);
  expect(isWholeJpeg(JPEG.subarray(0, 3))).toBe(false);
  expect(isWholeJpeg(GOLDEN)).toBe(false);
  expect(Object.values(MESSAGE_TYPE)).not.toContain(0xff);
});
