import { expect, test } from "bun:test";
import { createThumbnails } from "./thumbnails.ts";

const PICTURE = Uint8Array.from([1]);

test("one look serves everybody for half a minute", async () => {
  let now = 0;
  let taken = 0;
  const thumbnails = createThumbnails(() => now);
  const take = async () => {
    taken++;
    return PICTURE;
  };
  const looks = await Promise.all([thumbnails.of("a", take), thumbnails.of("a", take)]);
  expect(looks).toEqual([PICTURE, PICTURE]);
  now = 29_999;
  await thumbnails.of("a", take);
  expect(taken).toBe(1);
  now = 30_000;
  await thumbnails.of("a", take);
  expect(taken).toBe(2);
});

test("that a machine shows none is remembered as long", async () => {
  let taken = 0;
  const thumbnails = createThumbnails(() => 0);
  const take = async () => {
    taken++;
    return null;
  };
  expect([await thumbnails.of("a", take), await thumbnails.of("a", take), taken]).toEqual([null, null, 1]);
});

test("only some machines are asked at once, and no more wait than are on a screen", async () => {
  const thumbnails = createThumbnails(() => 0);
  const { promise, resolve } = Promise.withResolvers<void>();
  let asked = 0;
  const take = async () => {
    asked++;
    await promise;
    return PICTURE;
  };
  const looks = Array.from({ length: 250 }, (_, index) => thumbnails.of(String(index), take));
  await Promise.resolve();
  expect(asked).toBe(8);
  resolve();
  const pictures = await Promise.all(looks);
  expect(pictures.filter((picture) => picture !== null)).toHaveLength(208);
});
