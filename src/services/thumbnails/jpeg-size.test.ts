import { expect, test } from "bun:test";
import { jpegSize } from "./jpeg-size.ts";

/** SOI, an application segment, a baseline frame header of 320 × 200. */
const HEADER = Uint8Array.from([
  0xff, 0xd8, 0xff, 0xe0, 0x00, 0x04, 0x4a, 0x46, 0xff, 0xc0, 0x00, 0x11, 0x08, 0x00, 0xc8, 0x01, 0x40, 0x03,
]);

test("the size stands in the frame header, after whatever comes before it", () => {
  expect(jpegSize(HEADER)).toEqual({ width: 320, height: 200 });
});

test("cut at any byte before it, there is none", () => {
  for (let length = 0; length < 17; length++) expect(jpegSize(HEADER.subarray(0, length))).toBeNull();
});

test("other formats have none, and neither has a scan without a frame", () => {
  expect(jpegSize(new TextEncoder().encode("<svg onload=alert(1)>"))).toBeNull();
  expect(jpegSize(Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 0, 0, 0, 0, 0]))).toBeNull();
  expect(jpegSize(Uint8Array.from([0xff, 0xd8, 0xff, 0xda, 0, 8, 1, 1, 0, 0, 63, 0, 0]))).toBeNull();
});

test("a larger size cannot hide behind what a decoder reads otherwise", () => {
  const small = [...HEADER.subarray(8)];
  const large = [0xff, 0xc0, 0x00, 0x11, 0x08, 0xff, 0xff, 0xff, 0xff, 0x03];
  // Read as a segment, each would take the large header along: a restart marker, fill bytes, an arithmetic coding's header.
  for (const before of [
    [0xff, 0xd0],
    [0xff, 0xff],
    [0xff, 0xd8],
  ]) {
    const bytes = [0xff, 0xd8, ...before, ...large, ...small];
    bytes.splice(4, 0, 0x00, large.length + 2);
    expect(jpegSize(Uint8Array.from(bytes))).toBeNull();
  }
  expect(
    jpegSize(Uint8Array.from([0xff, 0xd8, 0xff, 0xc9, 0, 10, 8, 255, 255, 255, 255, 3, 1, 1, ...small])),
  ).toBeNull();
  expect(jpegSize(Uint8Array.from([0xff, 0xd8, 0xff, 0xe0, 0, 0, ...small]))).toBeNull();
});
