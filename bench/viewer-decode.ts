/**
 * What the viewer costs: its engine in a real browser, from an update that leaves the server to its pixels on the page's
 * canvas (as each animation frame sees it), and how many updates a second it takes. `bun bench/viewer-decode.ts`.
 */
import { createJpegEncoder } from "../agent/encode/jpeg-encoder.ts";
import { ENCODING, type Rect } from "../protocol/binary/framebuffer-update.ts";
import { createFrame, paintArea, paintText, type TestFrame } from "../test/fakes/frames.ts";
import { type RelaySide, startViewerHarness, type ViewerHarness } from "../test/fakes/viewer-harness.ts";
import { copy, noise, solid, UpdateSource } from "../test/fakes/viewer-updates.ts";
import { waitUntil } from "../test/fakes/wait-until.ts";
import { BLOCK_SIZE, bitsOf, COUNTER_MODULUS, COUNTER_WIDTH } from "./counter-layout.ts";
import { median, percentile } from "./measure/statistics.ts";
import { figure, formatTable } from "./report/table.ts";
import { installSampler } from "./sampler/install-sampler.ts";
import type { PageSampler } from "./sampler/page-sampler.ts";
import { createWallClock } from "./wall-clock.ts";

declare const remotelinkSampler: PageSampler;

type Load = {
  name: string;
  /** Rects of one update, with the counter in the picture's upper left corner. */
  rects(frame: TestFrame, value: number): Rect[];
  /** Updates to measure the delay of, and the mean time between them. */
  count: number;
  everyMs: number;
};

export type ViewerRow = {
  name: string;
  bytes: number;
  /** From the message's arrival in the page to its picture on the canvas, as acknowledged. */
  decodeP50Ms: number;
  /** From sending to the first animation frame that sees it. */
  seenP50Ms: number;
  seenP95Ms: number;
  /** With two updates on the way, as on a LAN. */
  updatesPerSecond: number;
};

const SCREEN = { width: 1920, height: 1080 };
const COUNTER = { x: 0, y: 0, width: COUNTER_WIDTH, height: BLOCK_SIZE };
const WINDOW = { x: 0, y: 0, width: 600, height: 400 };
const THROUGHPUT_MS = 3_000;
const IN_FLIGHT = 2;
const clock = createWallClock();
const encoder = await createJpegEncoder();

const LOADS: readonly Load[] = [
  { name: "small rect, zstd", rects: (frame) => [zstd(frame, COUNTER)], count: 100, everyMs: 60 },
  { name: "600×400, zstd", rects: (frame) => [zstd(frame, WINDOW)], count: 80, everyMs: 60 },
  {
    name: "window dragged: 600×400 copy and edges",
    rects: (frame, value) => [
      copy({ x: 300 + (value % 2) * 8, y: 300, width: 600, height: 400 }, 300 + ((value + 1) % 2) * 8, 300),
      solid({ x: 300 + ((value + 1) % 2) * 600, y: 300, width: 8, height: 400 }, 0x446688),
      zstd(frame, COUNTER),
    ],
    count: 80,
    everyMs: 60,
  },
  {
    name: "scrolled: 900×900 copy and a line of text",
    rects: (frame, value) => [
      copy({ x: 100, y: 100, width: 900, height: 900 }, 100, 118),
      noise({ x: 100, y: 982, width: 900, height: 18 }, value),
      zstd(frame, COUNTER),
    ],
    count: 80,
    everyMs: 60,
  },
  {
    name: "1920×1080, JPEG",
    rects(frame) {
      const data = new Uint8Array(
        encoder.encode(frame, { x: 0, y: 0, ...SCREEN }, { quality: 75, isFullColour: false }),
      );
      return [{ x: 0, y: 0, ...SCREEN, encoding: ENCODING.jpeg, data }];
    },
    count: 40,
    everyMs: 120,
  },
];

export async function measureViewer(): Promise<ViewerRow[]> {
  const harness = await startViewerHarness(SCREEN);
  try {
    const rows: ViewerRow[] = [];
    for (const load of LOADS) rows.push(await measureLoad(harness, load));
    return rows;
  } finally {
    await harness.stop();
  }
}

async function measureLoad(harness: ViewerHarness, load: Load): Promise<ViewerRow> {
  const relay = await harness.open();
  const source = new UpdateSource(1, SCREEN.width, SCREEN.height);
  const frame = drawScreen();
  const next = () => {
    drawCounter(frame, (source.frame + 1) % COUNTER_MODULUS);
    return source.next(...load.rects(frame, source.frame));
  };
  relay.update(source.next(zstd(frame, { x: 0, y: 0, ...SCREEN })));
  await acknowledged(relay, source.frame);
  await installSampler(harness.page);

  const updates = Array.from({ length: load.count }, next);
  const sentAt = new Map<number, number>();
  await harness.page.evaluate(() => remotelinkSampler.start([{ x: 0, y: 0 }]));
  for (const update of updates) {
    await Bun.sleep(load.everyMs * (0.5 + Math.random()));
    sentAt.set(update.frame % COUNTER_MODULUS, clock());
    relay.update(update);
  }
  await acknowledged(relay, source.frame);
  await Bun.sleep(200);
  const { sightings } = await harness.page.evaluate(() => remotelinkSampler.stop());
  const delays = sightings.flatMap(([value, seenAt]) => {
    const sent = sentAt.get(value);
    return sent === undefined ? [] : [seenAt - sent];
  });
  const decodes = relay
    .ofType("frame_ack")
    .slice(1)
    .map(({ decode_ms }) => Number(decode_ms));
  const data = updates.flatMap(({ rects }) => rects.map((rect) => rect.data.length));
  return {
    name: load.name,
    bytes: data.reduce((sum, bytes) => sum + bytes, 0) / updates.length,
    decodeP50Ms: median(decodes),
    seenP50Ms: median(delays),
    seenP95Ms: percentile(delays, 0.95),
    updatesPerSecond: await measureThroughput(relay, source, updates[0]?.rects ?? []),
  };
}

/** The same rects again and again: encoding is not measured here. */
async function measureThroughput(relay: RelaySide, source: UpdateSource, rects: readonly Rect[]): Promise<number> {
  const first = source.frame;
  const startedAt = performance.now();
  while (performance.now() - startedAt < THROUGHPUT_MS) {
    const acked = relay.messages.filter(({ type }) => type === "frame_ack").length;
    if (source.frame - acked < IN_FLIGHT) relay.update(source.next(...rects));
    else await Bun.sleep(0);
  }
  await acknowledged(relay, source.frame);
  return (source.frame - first) / ((performance.now() - startedAt) / 1_000);
}

async function acknowledged(relay: RelaySide, frame: number): Promise<void> {
  await waitUntil(`the acknowledgement of frame ${frame}`, () => relay.acks().at(-1) === frame);
}

function drawScreen(): TestFrame {
  const frame = createFrame(SCREEN.width, SCREEN.height);
  const wave = (phase: number) => Math.round(128 + 100 * Math.sin(phase));
  paintArea(frame, { x: 0, y: 0, ...SCREEN }, (x, y) => {
    return (wave(x / 90 + y / 50) << 16) | (wave(x / 40) << 8) | wave(y / 70 + x / 200);
  });
  paintText(frame, { ...WINDOW, width: 1_000 });
  return frame;
}

function drawCounter(frame: TestFrame, value: number): void {
  const bits = bitsOf(value);
  paintArea(frame, COUNTER, (x) => (bits[Math.floor(x / BLOCK_SIZE)] ? 0xffffff : 0));
}

function zstd(frame: TestFrame, area: { x: number; y: number; width: number; height: number }): Rect {
  const rows = new Uint32Array(area.width * area.height);
  for (let row = 0; row < area.height; row++) {
    const start = (area.y + row) * frame.width + area.x;
    rows.set(frame.pixels.subarray(start, start + area.width), row * area.width);
  }
  return { ...area, encoding: ENCODING.zstd, data: Bun.zstdCompressSync(new Uint8Array(rows.buffer), { level: 1 }) };
}

if (import.meta.main) {
  const rows = await measureViewer();
  const header = ["update", "bytes", "arrival to canvas", "sent to seen p50", "p95", "updates/s"];
  const table = rows.map((row) => [
    row.name,
    figure(row.bytes, ""),
    figure(row.decodeP50Ms, "ms"),
    figure(row.seenP50Ms, "ms"),
    figure(row.seenP95Ms, "ms"),
    figure(row.updatesPerSecond, ""),
  ]);
  console.log(formatTable([header, ...table]));
  process.exit(0);
}
