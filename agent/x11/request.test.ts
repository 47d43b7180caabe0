import { expect, test } from "bun:test";
import { XRequest } from "./request.ts";

test("writes opcode, detail, length in units of four bytes, and fields little-endian", () => {
  const request = new XRequest(7, 3).u8(1).u8(2).u16(0x0304).u32(0x05060708).finish();
  expect([...request]).toEqual([7, 3, 3, 0, 1, 2, 4, 3, 8, 7, 6, 5]);
});

test("pads to whole units and keeps negative coordinates", () => {
  const request = new XRequest(1).i16(-2).u8(9).finish();
  expect([...request]).toEqual([1, 0, 2, 0, 0xfe, 0xff, 9, 0]);
});

test("takes the form of BIG-REQUESTS past 256 KiB", () => {
  const request = new XRequest(72, 2).bytes(new Uint8Array(300_000).fill(5)).finish();
  expect(request.length).toBe(300_008);
  expect(request.readUInt16LE(2)).toBe(0);
  expect(request.readUInt32LE(4)).toBe(request.length / 4);
  expect(request[8]).toBe(5);
});
