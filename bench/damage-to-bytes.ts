/**
 * From a draw request to an encoded message on the agent's main thread, per size of the change; and the agent's CPU time
 * for text that scrolls, a window that is dragged, and a screen that rests. `bun bench/damage-to-bytes.ts [x11] [portable]`.
 */

import type { CaptureBackend } from "../agent/stream/screen-stream.ts";
import { createScreenStream } from "../agent/stream/worker-screen-stream.ts";
import { readFramebufferUpdate } from "../protocol/binary/framebuffer-update.ts";
import { MESSAGE_TYPE } from "../protocol/binary/message-type.ts";
import { XPainter } from "../test/fakes/x-painter.ts";
import { startXServer, type XServer } from "../test/fakes/x-server.ts";
import { median, percentile } from "./measure/statistics.ts";
import { paintPhoto } from "./painter/pictures.ts";
import type { SceneName } from "./painter/scenes.ts";
import { createLogLines, LINE_HEIGHT } from "./painter/text.ts";
import { startPainter } from "./painter-process.ts";
import { formatTable } from "./report/table.ts";

const SCREEN = { width: 1920, height: 1080 };
const CHANGES = [
  { change: "10×20", width: 10, height: 20, goalMs: 1.5 },
  { change: "600×400", width: 600, height: 400, goalMs: 4 },
  { change: "1920×1080", width: 1920, height: 1080, goalMs: 12 },
] as const;
const CPU_SCENES = ["idle", "scroll", "drag", "motion"] as const satisfies readonly SceneName[];
const BACKENDS = ["x11", "portable"] as const;
/** The first changes warm up the JIT and let the pacing learn the link. */
const WARM_UP_CHANGES = 15;
const MEASURED_CHANGES = 60;
/** Longer than a frame of the rate cap, shorter than the rest after which cells are sharpened. */
const PAUSE_MS = 40;
const ANSWER_DEADLINE_MS = 5_000;
const CPU_MEASURE_MS = 5_000;
/** Until the first picture of a scene is sharp and the machine is at rest. */
const CPU_WARM_UP_MS = 2_500;

export type DamageToBytes = {
  delays: { name: string; minMs: number; medianMs: number; p90Ms: number; bytes: number; goalMs: number | null }[];
  /** Cores kept busy by the agent's process, and what it sent. */
  cpu: { name: string; cores: number; updatesPerS: number; kilobytesPerS: number }[];
};

type Received = {
  bytes: number;
  waiting: ((atMs: number, bytes: number) => void) | null;
  updates: number;
};

export async function measureDamageToBytes(backends: readonly CaptureBackend[] = BACKENDS): Promise<DamageToBytes> {
  const result: DamageToBytes = { delays: [], cpu: [] };
  for (const backend of backends) {
    const server = await startXServer(SCREEN);
    try {
      result.delays.push(...(await measureDelays(server, backend)));
      for (const scene of CPU_SCENES) result.cpu.push(await measureCpu(server, backend, scene));
    } finally {
      await server.stop();
    }
  }
  return result;
}

/** A stream whose viewer shows everything at once. */
function watch(server: XServer, backend: CaptureBackend, received: Received) {
  const stream = createScreenStream(
    { backend, access: { display: server.display, authority: null } },
    {
      message(message) {
        if (message[0] !== MESSAGE_TYPE.framebufferUpdate) return;
        received.bytes += message.length;
        received.updates++;
        stream.acknowledge(readFramebufferUpdate(message).frame, 0);
        received.waiting?.(performance.now(), message.length);
      },
      monitors() {},
      state(state) {
        if (state.kind === "problem") throw new Error(state.message);
      },
    },
  );
  stream.start({ stream: 1, codecs: ["tiles"], maxFps: 60, jpegFps: 4, quality: "auto" });
  return stream;
}

async function measureDelays(server: XServer, backend: CaptureBackend): Promise<DamageToBytes["delays"]> {
  const received: Received = { bytes: 0, waiting: null, updates: 0 };
  const painter = await XPainter.open(server.display);
  const pictures = [1, 2].map((seed) => paintDesktop(painter, seed));
  await painter.done();
  const stream = watch(server, backend, received);
  const delays: DamageToBytes["delays"] = [];
  let shown = 0;
  for (const { change, width, height, goalMs } of CHANGES) {
    const samples: { ms: number; bytes: number }[] = [];
    for (let count = 0; count < WARM_UP_CHANGES + MEASURED_CHANGES; count++) {
      shown = 1 - shown;
      const area = { x: (SCREEN.width - width) >> 1, y: (SCREEN.height - height) >> 1, width, height };
      const answer = new Promise<{ ms: number; bytes: number }>((resolve, reject) => {
        const late = setTimeout(() => reject(new Error(`no update for ${change}`)), ANSWER_DEADLINE_MS);
        const startedAtMs = performance.now();
        received.waiting = (atMs, bytes) => {
          clearTimeout(late);
          resolve({ ms: atMs - startedAtMs, bytes });
        };
      });
      painter.copy(pictures[shown] ?? 0, painter.root, area, area);
      const sample = await answer;
      if (count >= WARM_UP_CHANGES) samples.push(sample);
      received.waiting = null;
      await Bun.sleep(PAUSE_MS);
    }
    const times = samples.map((sample) => sample.ms);
    delays.push({
      name: `${backend} ${change}`,
      minMs: Math.min(...times),
      medianMs: median(times),
      p90Ms: percentile(times, 0.9),
      bytes: median(samples.map((sample) => sample.bytes)),
      goalMs: backend === "x11" ? goalMs : null,
    });
  }
  stream.close();
  painter.close();
  return delays;
}

async function measureCpu(
  server: XServer,
  backend: CaptureBackend,
  scene: (typeof CPU_SCENES)[number],
): Promise<DamageToBytes["cpu"][number]> {
  const received: Received = { bytes: 0, waiting: null, updates: 0 };
  const painter = await startPainter(server.display, scene);
  const stream = watch(server, backend, received);
  painter.start();
  await Bun.sleep(CPU_WARM_UP_MS);
  const [bytes, updates, cpu, startedAtMs] = [received.bytes, received.updates, process.cpuUsage(), performance.now()];
  await Bun.sleep(CPU_MEASURE_MS);
  const { user, system } = process.cpuUsage(cpu);
  const seconds = (performance.now() - startedAtMs) / 1000;
  const result = {
    name: `${backend} ${scene}`,
    cores: (user + system) / 1e6 / seconds,
    updatesPerS: (received.updates - updates) / seconds,
    kilobytesPerS: (received.bytes - bytes) / 1000 / seconds,
  };
  await painter.stop();
  stream.close();
  return result;
}

/** Half photograph, half lines of text in the X server's own font. */
function paintDesktop(painter: XPainter, seed: number): number {
  const pixmap = painter.pixmap(SCREEN.width, SCREEN.height);
  painter.putImage(pixmap, { x: 0, y: 0, ...SCREEN }, paintPhoto(SCREEN.width, SCREEN.height, seed));
  painter.fill(pixmap, { x: 0, y: 0, width: SCREEN.width / 2, height: SCREEN.height }, 0xffffff);
  const nextLine = createLogLines(150, seed);
  for (let y = LINE_HEIGHT; y < SCREEN.height; y += LINE_HEIGHT) painter.text(pixmap, { x: 10, y }, nextLine());
  return pixmap;
}

function report({ delays, cpu }: DamageToBytes): string {
  const ms = (value: number | null) => (value === null ? "–" : value.toFixed(2));
  return [
    formatTable([
      ["change", "min ms", "median ms", "p90 ms", "goal ms", "bytes"],
      ...delays.map((row) => [
        row.name,
        ms(row.minMs),
        ms(row.medianMs),
        ms(row.p90Ms),
        ms(row.goalMs),
        `${row.bytes}`,
      ]),
    ]),
    formatTable([
      ["scene", "cores", "updates/s", "kB/s"],
      ...cpu.map((row) => [row.name, row.cores.toFixed(3), row.updatesPerS.toFixed(1), row.kilobytesPerS.toFixed(1)]),
    ]),
  ].join("\n\n");
}

if (import.meta.main) {
  const named = BACKENDS.filter((backend) => process.argv.includes(backend));
  console.log(report(await measureDamageToBytes(named.length > 0 ? named : BACKENDS)));
  process.exit(0);
}
