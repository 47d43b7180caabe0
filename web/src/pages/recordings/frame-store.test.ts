import { expect, test } from "bun:test";
import { FrameStore } from "./frame-store.ts";

const MEGABYTE = 1024 * 1024;

function setUp(sizes: number[]) {
  const asked: [number, number][] = [];
  const offset: number[] = [];
  let at = 18;
  for (const size of sizes) {
    offset.push(at);
    at += size + 12;
  }
  const index = { start_ms: 0, at_ms: sizes.map((_, frame) => frame), offset, bytes: sizes };
  const store = new FrameStore(index, async (first, last) => {
    asked.push([first, last]);
    const part = new Uint8Array(last - first + 1);
    // Each byte says where in the file it is. A loop: of sixty megabytes a call for each takes seconds.
    for (let byte = 0; byte < part.length; byte++) part[byte] = (first + byte) % 251;
    return part.buffer;
  });
  return { store, asked, offset };
}

async function firstByte(blob: Blob): Promise<number | undefined> {
  return new Uint8Array(await blob.arrayBuffer())[0];
}

test("frames that follow come with the first, each with its own bytes", async () => {
  const { store, asked, offset } = setUp([100, 200, 300]);
  for (const frame of [0, 1, 2]) {
    const blob = await store.get(frame);
    expect([blob.size, await firstByte(blob)]).toEqual([(frame + 1) * 100, (offset[frame] ?? 0) % 251]);
  }
  expect(asked).toEqual([[18, 18 + 100 + 12 + 200 + 12 + 300 - 1]]);
});

test("a frame that is being fetched is not fetched twice", async () => {
  const { store, asked } = setUp([100, 200]);
  store.prefetch(0);
  await Promise.all([store.get(0), store.get(1)]);
  expect(asked).toHaveLength(1);
});

test("of a long recording only the newest are held", async () => {
  const { store, asked } = setUp(Array(60).fill(MEGABYTE));
  for (let frame = 0; frame < 60; frame += 2) await store.get(frame);
  expect(store.has(58)).toBe(true);
  expect(store.has(0)).toBe(false);
  const before = asked.length;
  await store.get(0);
  expect(asked.length).toBe(before + 1);
});

test("what could not be fetched is tried again when it is asked for again", async () => {
  let isAway = true;
  const index = { start_ms: 0, at_ms: [0], offset: [18], bytes: [5] };
  const store = new FrameStore(index, async () => {
    if (isAway) throw new Error("away");
    return new ArrayBuffer(5);
  });
  expect(store.get(0)).rejects.toThrow("away");
  await Bun.sleep(0);
  isAway = false;
  expect((await store.get(0)).size).toBe(5);
});
