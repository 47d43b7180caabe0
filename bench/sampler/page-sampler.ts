/**
 * Runs inside the viewer's page (ours and noVNC's alike): each animation frame it copies the counters' pixels out of
 * the viewer's canvas and logs a value when it is new. Bundled and injected by `install-sampler.ts`.
 */
import { BLOCK_SIZE, COUNTER_BITS, COUNTER_WIDTH, readValue } from "../counter-layout.ts";
import { createWallClock } from "../wall-clock.ts";

type Point = { x: number; y: number };
/** Value and when the page saw it on its canvas, milliseconds since the epoch with a fraction. */
export type Sighting = [value: number, seenAt: number];

export type SamplerReport = {
  sightings: Sighting[];
  /** When the page was given a mouse press. */
  presses: number[];
  /** [mean squared error over R, G, B against what is expected, when]: 0 is bit-exact. */
  errors: [meanSquaredError: number, at: number][];
  /** Animation frames the page had, to tell a starved browser from a slow product. */
  animationFrames: number;
};

export type PageSampler = {
  start(counters: readonly Point[]): void;
  stop(): SamplerReport;
  /** The whole screen as it should look: B G R X, base64. */
  expect(pixelsInBase64: string): void;
  /** Until `stop`: compares the whole canvas with what is expected, again and again, and logs the error. */
  compareEvery(intervalMs: number): void;
};

const clock = createWallClock();
const patch = new OffscreenCanvas(COUNTER_WIDTH, BLOCK_SIZE).getContext("2d", { willReadFrequently: true });
const emptyReport = (): SamplerReport => ({ sightings: [], presses: [], errors: [], animationFrames: 0 });
let report = emptyReport();
let running = 0;
let comparing: ReturnType<typeof setInterval> | undefined;
let expected = new Uint8Array();

/** The viewer's picture: the largest canvas of the page. */
function viewerCanvas(): HTMLCanvasElement | null {
  const canvases = [...document.querySelectorAll("canvas")];
  return canvases.reduce<HTMLCanvasElement | null>(
    (best, canvas) => (best && best.width * best.height >= canvas.width * canvas.height ? best : canvas),
    null,
  );
}

function readCounter(canvas: HTMLCanvasElement, at: Point): number | null {
  if (!patch) return null;
  patch.drawImage(canvas, at.x, at.y, COUNTER_WIDTH, BLOCK_SIZE, 0, 0, COUNTER_WIDTH, BLOCK_SIZE);
  const { data } = patch.getImageData(0, BLOCK_SIZE / 2, COUNTER_WIDTH, 1);
  const bits: boolean[] = [];
  for (let block = 0; block < COUNTER_BITS; block++) {
    bits.push((data[(block * BLOCK_SIZE + BLOCK_SIZE / 2) * 4 + 1] ?? 0) > 127);
  }
  return readValue(bits);
}

/** What all counters show; null while they differ, as in a half-painted picture. */
function valueShown(counters: readonly Point[]): number | null {
  const canvas = viewerCanvas();
  if (!canvas || canvas.width === 0 || canvas.height === 0) return null;
  const values = counters.map((at) => readCounter(canvas, at));
  const first = values[0] ?? null;
  return values.every((value) => value === first) ? first : null;
}

function sample(counters: readonly Point[], run: number): void {
  if (run !== running) return;
  report.animationFrames++;
  const value = valueShown(counters);
  if (value !== null && value !== report.sightings.at(-1)?.[0]) report.sightings.push([value, clock()]);
  requestAnimationFrame(() => sample(counters, run));
}

function meanSquaredError(rgba: Uint8ClampedArray, bgrx: Uint8Array): number {
  let sum = 0;
  for (let at = 0; at < rgba.length; at += 4) {
    const red = (rgba[at] ?? 0) - (bgrx[at + 2] ?? 0);
    const green = (rgba[at + 1] ?? 0) - (bgrx[at + 1] ?? 0);
    const blue = (rgba[at + 2] ?? 0) - (bgrx[at] ?? 0);
    sum += red * red + green * green + blue * blue;
  }
  return sum / ((rgba.length / 4) * 3);
}

window.addEventListener("mousedown", () => report.presses.push(clock()), { capture: true });

const sampler: PageSampler = {
  start(counters) {
    report = emptyReport();
    const run = ++running;
    requestAnimationFrame(() => sample(counters, run));
  },
  stop() {
    running++;
    clearInterval(comparing);
    return report;
  },
  expect(pixelsInBase64) {
    expected = Uint8Array.from(atob(pixelsInBase64), (character) => character.charCodeAt(0));
  },
  compareEvery(intervalMs) {
    const copy = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
    comparing = setInterval(() => {
      const at = clock();
      const canvas = viewerCanvas();
      if (!copy || !canvas || canvas.width * canvas.height * 4 !== expected.length) return;
      copy.canvas.width = canvas.width;
      copy.canvas.height = canvas.height;
      copy.drawImage(canvas, 0, 0);
      const { data } = copy.getImageData(0, 0, canvas.width, canvas.height);
      report.errors.push([meanSquaredError(data, expected), at]);
    }, intervalMs);
  },
};

declare global {
  var remotelinkSampler: PageSampler;
}
globalThis.remotelinkSampler = sampler;
