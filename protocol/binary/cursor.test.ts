import { expect, test } from "bun:test";
import fc from "fast-check";
import {
  type CursorShape,
  readCursorPosition,
  readCursorShape,
  writeCursorPosition,
  writeCursorShape,
} from "./cursor.ts";
import { MalformedMessageError } from "./message-type.ts";

const SHAPE: CursorShape = {
  stream: 0x0102,
  serial: 0x03040506,
  image: { width: 2, height: 1, hotX: 1, hotY: 0, rgba: Uint8Array.of(1, 2, 3, 255, 4, 5, 6, 0) },
};
const SHAPE_BYTES = "02 00 0102 03040506 0002 0001 0001 0000 010203ff 04050600";
const HIDDEN: CursorShape = { stream: 1, serial: 9, image: null };
const HIDDEN_BYTES = "02 01 0001 00000009 0000 0000 0000 0000";
const POSITION = { stream: 0x0102, x: -1, y: 1_080 };
const POSITION_BYTES = "03 00 0102 ffff 0438";

const bytesOf = (hex: string) => Uint8Array.from(Buffer.from(hex.replaceAll(" ", ""), "hex"));

test("the golden shapes are these bytes, both ways", () => {
  expect(writeCursorShape(SHAPE)).toEqual(bytesOf(SHAPE_BYTES));
  expect(readCursorShape(bytesOf(SHAPE_BYTES))).toEqual(SHAPE);
  expect(writeCursorShape(HIDDEN)).toEqual(bytesOf(HIDDEN_BYTES));
  expect(readCursorShape(bytesOf(HIDDEN_BYTES))).toEqual(HIDDEN);
});

test("the golden position is these bytes, both ways", () => {
  expect(writeCursorPosition(POSITION)).toEqual(bytesOf(POSITION_BYTES));
  expect(readCursorPosition(bytesOf(POSITION_BYTES))).toEqual(POSITION);
});

test("shapes that are written are read again", () => {
  const image = fc
    .tuple(fc.integer({ min: 1, max: 256 }), fc.integer({ min: 1, max: 8 }), fc.nat(), fc.nat())
    .map(([width, height, x, y]) => {
      return { width, height, hotX: x % width, hotY: y % height, rgba: new Uint8Array(width * height * 4).fill(x) };
    });
  const shape = fc.record({ stream: fc.nat(0xffff), serial: fc.nat(0xffff_ffff), image: fc.option(image) });
  fc.assert(fc.property(shape, (sent) => expect(readCursorShape(writeCursorShape(sent))).toEqual(sent)));
});

test("positions that are written are read again, those outside the screen too", () => {
  const place = fc.integer({ min: -32_768, max: 32_767 });
  const position = fc.record({ stream: fc.nat(0xffff), x: place, y: place });
  fc.assert(fc.property(position, (sent) => expect(readCursorPosition(writeCursorPosition(sent))).toEqual(sent)));
});

test("messages that are cut at any byte, or go on, are refused", () => {
  for (const [hex, read] of [
    [SHAPE_BYTES, readCursorShape],
    [HIDDEN_BYTES, readCursorShape],
    [POSITION_BYTES, readCursorPosition],
  ] as const) {
    const message = bytesOf(hex);
    for (let length = 0; length < message.length; length++) {
      expect(() => read(message.subarray(0, length))).toThrow(MalformedMessageError);
    }
    expect(() => read(Buffer.concat([message, Buffer.of(0)]))).toThrow(MalformedMessageError);
  }
});

test.each([
  ["a side of more than 256 pixels", { width: 257, height: 1 }],
  ["no pixels though it is not hidden", { width: 0, height: 0 }],
  ["a hot spot beside it", { width: 2, height: 2, hotX: 2 }],
  ["a hot spot below it", { width: 2, height: 2, hotY: 2 }],
])("a shape with %s is refused", (_name, changes) => {
  const image = { hotX: 0, hotY: 0, ...changes, rgba: new Uint8Array(changes.width * changes.height * 4) };
  expect(() => readCursorShape(writeCursorShape({ stream: 1, serial: 1, image }))).toThrow(MalformedMessageError);
});

test("a hidden shape with pixels is refused", () => {
  const message = bytesOf(SHAPE_BYTES);
  message[1] = 1;
  expect(() => readCursorShape(message)).toThrow("a hidden cursor has no pixels");
});

test("one kind of message is not read as another", () => {
  expect(() => readCursorShape(bytesOf(POSITION_BYTES))).toThrow(MalformedMessageError);
  expect(() => readCursorPosition(bytesOf(HIDDEN_BYTES).subarray(0, 8))).toThrow(MalformedMessageError);
});
