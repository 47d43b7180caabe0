import { beforeAll, expect, test } from "bun:test";
import { loadZstd } from "./load-zstd.ts";
import { ZstdDecoder } from "./zstd-decoder.ts";

let zstd: ZstdDecoder;
beforeAll(async () => {
  zstd = await ZstdDecoder.create(await loadZstd());
});

const bgrx = (pixels: number) => Uint8Array.from({ length: pixels * 4 }, (_, index) => (index * 7) & 255);

test("turns B G R X into opaque R G B A", () => {
  const to = new Uint32Array(2);
  zstd.decode(Bun.zstdCompressSync(Uint8Array.of(1, 2, 3, 99, 4, 5, 6, 0)), to);
  expect([...new Uint8Array(to.buffer)]).toEqual([3, 2, 1, 255, 6, 5, 4, 255]);
});

test("decodes small, large and small again in the same memory", () => {
  for (const pixels of [10, 3_000_000, 10]) {
    const to = new Uint32Array(pixels);
    zstd.decode(Bun.zstdCompressSync(bgrx(pixels)), to);
    const last = new Uint8Array(to.buffer, (pixels - 1) * 4);
    const [blue = 0, green = 0, red = 0] = bgrx(pixels).subarray((pixels - 1) * 4);
    expect([...last]).toEqual([red, green, blue, 255]);
  }
});

test("refuses what is no zstd, or makes more or less than its rect", () => {
  expect(() => zstd.decode(Uint8Array.of(1, 2, 3), new Uint32Array(4))).toThrow("where 16 belong");
  expect(() => zstd.decode(Bun.zstdCompressSync(bgrx(5)), new Uint32Array(4))).toThrow();
  expect(() => zstd.decode(Bun.zstdCompressSync(bgrx(3)), new Uint32Array(4))).toThrow();
});

test("leaves the page's fetch as it was", async () => {
  const before = globalThis.fetch;
  await loadZstd();
  expect(globalThis.fetch).toBe(before);
});
