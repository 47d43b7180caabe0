import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "bun:test";
import { type FramebufferUpdate, writeFramebufferUpdate } from "../../protocol/binary/framebuffer-update.ts";
import { grabCanvas, type Picture } from "../e2e/remote-screen.ts";
import { decodeWholeJpeg, PictureViewer } from "../fakes/picture-viewer.ts";
import { type RelaySide, startViewerHarness, type ViewerHarness } from "../fakes/viewer-harness.ts";
import { copy, jpeg, jpegOf, noise, solid, UpdateSource } from "../fakes/viewer-updates.ts";
import { waitUntil } from "../fakes/wait-until.ts";

/** Two decoders of the same JPEG round differently. */
const JPEG_TOLERANCE = 4;

let harness: ViewerHarness;
let relay: RelaySide;
/** The same updates, applied by another implementation. */
let expected: PictureViewer;
let source: UpdateSource;

beforeAll(async () => {
  harness = await startViewerHarness();
}, 60_000);
afterAll(() => harness?.stop());
beforeEach(async () => {
  relay = await harness.open();
  expected = new PictureViewer();
  source = new UpdateSource(1, 300, 200);
}, 30_000);
afterEach(() => {
  expect(harness.violations).toEqual([]);
});

async function send(...updates: FramebufferUpdate[]): Promise<void> {
  for (const update of updates) {
    relay.update(update);
    await expected.apply(update);
  }
}

async function acknowledged(frame: number): Promise<void> {
  await waitUntil(`the acknowledgement of frame ${frame}`, () => relay.acks().includes(frame));
}

/** The largest difference of any channel of any pixel. */
async function largestDifference(): Promise<number> {
  const picture = await picturedOnCanvas();
  expect([picture.width, picture.height]).toEqual([expected.width, expected.height]);
  let largest = 0;
  for (let at = 0; at < picture.pixels.length; at += 4) {
    for (let channel = 0; channel < 3; channel++) {
      const difference = (picture.pixels[at + channel] ?? 0) - (expected.pixels[at + 2 - channel] ?? 0);
      largest = Math.max(largest, Math.abs(difference));
    }
  }
  return largest;
}

async function picturedOnCanvas(): Promise<Picture> {
  const picture = await grabCanvas(harness.page);
  if (!picture) throw new Error("the page has no canvas");
  return picture;
}

test("paints solid rects and zstd pixels exactly", async () => {
  await send(source.next(noise(source.all, 1), solid({ x: 10, y: 20, width: 100, height: 50 }, 0x12ab9f)));
  await acknowledged(1);
  expect(await largestDifference()).toBe(0);
});

test("paints tiny updates, as a typed letter, exactly", async () => {
  await send(source.next(solid(source.all, 0xffffff)));
  await acknowledged(1);
  await send(source.next(noise({ x: 7, y: 9, width: 10, height: 20 }, 2)));
  await acknowledged(2);
  expect(await largestDifference()).toBe(0);
});

test("paints JPEG rects beside exact ones", async () => {
  await send(source.next(jpeg(source.all, 3), noise({ x: 100, y: 100, width: 64, height: 64 }, 4)));
  await acknowledged(1);
  expect(await largestDifference()).toBeLessThanOrEqual(JPEG_TOLERANCE);
});

for (const [way, dx, dy] of [
  ["up", 0, -13],
  ["down", 0, 13],
  ["left", -5, 0],
  ["right", 5, 0],
  ["down and left", -9, 4],
] as const) {
  test(`copies ${way} over its own source`, async () => {
    const from = { x: 40, y: 40, width: 200, height: 120 };
    await send(source.next(noise(source.all, 5)));
    await send(source.next(copy({ ...from, x: from.x + dx, y: from.y + dy }, from.x, from.y)));
    await acknowledged(2);
    expect(await largestDifference()).toBe(0);
  });
}

test("a copy within an update reads what the rects before it have painted", async () => {
  const patch = { x: 0, y: 0, width: 64, height: 64 };
  await send(source.next(solid(source.all, 0), noise(patch, 6), copy({ ...patch, x: 128, y: 100 }, 0, 0)));
  await acknowledged(1);
  expect(await largestDifference()).toBe(0);
});

test("paints only the cells of a clip list, those at the edges cut", async () => {
  const clip = [
    { column: 0, row: 0 },
    { column: 2, row: 1 },
    { column: 4, row: 3 },
  ];
  await send(source.next(solid(source.all, 0x808080), noise({ x: 5, y: 5, width: 290, height: 190 }, 7, clip)));
  await send(source.next(jpeg(source.all, 8, [{ column: 1, row: 2 }])));
  await acknowledged(2);
  expect(await largestDifference()).toBeLessThanOrEqual(JPEG_TOLERANCE);
});

test("paints in the order of arrival, however long each takes to decode, and acknowledges each when it is painted", async () => {
  const updates: FramebufferUpdate[] = [];
  for (let round = 0; round < 20; round++) {
    updates.push(source.next(jpeg(source.all, round)));
    updates.push(source.next(noise({ x: round * 10, y: round * 5, width: 30, height: 30 }, round)));
    updates.push(source.next(copy({ x: 50, y: 50, width: 200, height: 100 }, 40, 60)));
  }
  await send(...updates);
  await acknowledged(60);
  expect(relay.acks()).toEqual(Array.from({ length: 60 }, (_, index) => index + 1));
  const differing = relay
    .ofType("frame_ack")
    .filter(({ stream, decode_ms }) => stream !== 1 || !(Number(decode_ms) >= 0));
  expect(differing).toEqual([]);
  expect(await largestDifference()).toBeLessThanOrEqual(JPEG_TOLERANCE);
});

test("follows a new size in mid-session", async () => {
  await send(source.next(noise(source.all, 9)));
  source.width = 200;
  source.height = 320;
  await send(source.next(noise(source.all, 10)));
  await acknowledged(2);
  expect(await largestDifference()).toBe(0);
  const snapshot = await harness.page.evaluate(() => viewerPage.seen.snapshot);
  expect(snapshot?.framebuffer).toEqual({ width: 200, height: 320 });
});

test("a new stream starts from nothing", async () => {
  await send(source.next(noise(source.all, 11)));
  source = new UpdateSource(2, source.width, source.height);
  expected = new PictureViewer();
  await send(source.next(noise({ x: 20, y: 20, width: 80, height: 80 }, 12)));
  await waitUntil("both acknowledgements", () => relay.acks().length === 2);
  expect(await largestDifference()).toBe(0);
});

const valid = new UpdateSource(9, 64, 64);
const malformed: [name: string, message: () => Uint8Array][] = [
  ["an update that is cut off", () => writeFramebufferUpdate(valid.next(solid(valid.all, 1))).slice(0, 25)],
  ["zstd data that is none", () => spoiled(new Uint8Array(50).fill(7), 2)],
  ["zstd data of another size", () => spoiled(noise({ ...valid.all, height: 63 }, 1).data, 2)],
  ["a JPEG that is none", () => spoiled(new Uint8Array(500), 3)],
  ["a JPEG of another size", () => spoiled(jpegOf(64, 32, 1), 3)],
  ["a whole JPEG that is cut off", () => jpegOf(64, 64, 1).slice(0, 100)],
];

function spoiled(data: Uint8Array, encoding: 2 | 3): Uint8Array {
  return writeFramebufferUpdate(valid.next({ ...valid.all, encoding, data }));
}

for (const [name, message] of malformed) {
  test(`drops ${name}, asks for the picture and goes on`, async () => {
    await send(source.next(solid(source.all, 0x224466)));
    await acknowledged(1);
    relay.send(message());
    await waitUntil("the request", () => relay.ofType("refresh").length > 0);
    await send(source.next(noise(source.all, 13)));
    await acknowledged(2);
    expect(relay.acks()).toEqual([1, 2]);
    expect(await largestDifference()).toBe(0);
  });
}

test("leaves messages of no known kind alone", async () => {
  relay.send(new Uint8Array(0));
  relay.send(Uint8Array.of(0x77, 1, 2, 3));
  await send(source.next(noise(source.all, 14)));
  await acknowledged(1);
  expect(relay.ofType("refresh")).toEqual([]);
  expect(await largestDifference()).toBe(0);
});

test("shows whole JPEGs and acknowledges them by their count, without a stream", async () => {
  for (const seed of [1, 2, 3]) relay.send(jpegOf(160, 120, seed));
  await acknowledged(3);
  expect(relay.ofType("frame_ack").map(({ stream, frame }) => [stream, frame])).toEqual([
    [undefined, 1],
    [undefined, 2],
    [undefined, 3],
  ]);
  const { width, height, rgba } = await decodeWholeJpeg(jpegOf(160, 120, 3));
  expected.width = width;
  expected.height = height;
  expected.pixels = new Uint8Array(rgba.length);
  for (let at = 0; at < rgba.length; at++) expected.pixels[at - (at % 4) + 2 - (at % 4)] = rgba[at] ?? 0;
  expect(await largestDifference()).toBeLessThanOrEqual(JPEG_TOLERANCE);
});

test("paints and decodes updates that come before WebAssembly has loaded", async () => {
  harness.connections.length = 0;
  await harness.page.reload({ waitUntil: "commit" });
  relay = await harness.connection(1);
  relay.sessionState("active");
  await send(source.next(noise(source.all, 14)), source.next(copy({ x: 10, y: 10, width: 100, height: 100 }, 12, 12)));
  await acknowledged(2);
  expect(await largestDifference()).toBe(0);
});
