import { expect, test } from "bun:test";
import { writeFramebufferUpdate } from "../protocol/binary/framebuffer-update.ts";
import { ManualClock } from "../test/fakes/manual-clock.ts";
import type { Desktop } from "./desktop.ts";
import type { FoundDisplay } from "./display/find-display.ts";
import { createScreenWatch } from "./screen-watch.ts";
import type { ScreenStreamEvents, StreamSettings } from "./stream/screen-stream.ts";

const SETTINGS: StreamSettings = { stream: 1, codecs: ["tiles"], maxFps: 30, jpegFps: 4, quality: "auto" };
const EMPTY_UPDATE = { flags: 0, capturedAtMs: 0, width: 64, height: 64, rects: [] };
const NO_DISPLAY: FoundDisplay = { kind: "problem", problem: "no_display", message: "none" };
const at = (display: string): FoundDisplay => ({ kind: "found", access: { display, authority: null } });

/** A desktop whose display the test chooses; streams only note what they are told. */
function arrange() {
  const clock = new ManualClock();
  const told: string[] = [];
  const streams: ScreenStreamEvents[] = [];
  const started: StreamSettings[] = [];
  const host = { found: NO_DISPLAY };
  const desktop = {
    reach: async () => host.found,
    openStream(access, events) {
      const name = `${access.display}#${streams.push(events)}`;
      const note = (what: string) => () => void told.push(`${name} ${what}`);
      return {
        start(settings) {
          started.push(settings);
          note("start")();
        },
        stop: note("stop"),
        close: note("close"),
        setMonitor() {},
        setQuality() {},
        acknowledge() {},
        refreshCells() {},
        startSide() {},
        stopSide() {},
        noteInput() {},
      };
    },
  } satisfies Partial<Desktop> as Partial<Desktop> as Desktop;
  const watch = createScreenWatch({
    desktop,
    clock,
    message: () => told.push("picture"),
    monitors: () => {},
    state: (state) => told.push(state.kind === "ok" ? "ok" : state.problem),
  });
  /** Lets time pass and the looks of that time be answered. */
  const pass = async (milliseconds: number) => {
    for (let passed = 0; passed < milliseconds; passed += 500) {
      clock.advance(500);
      for (let turn = 0; turn < 5; turn++) await Promise.resolve();
    }
  };
  return { watch, told, streams, started, host, pass };
}

test("says once that there is no display, and takes up the one that comes", async () => {
  const { watch, told, host, pass } = arrange();
  watch.show(SETTINGS);
  await pass(10_000);
  expect(told).toEqual(["no_display"]);
  host.found = at(":0");
  await pass(2_000);
  expect(told).toEqual(["no_display", ":0#1 start"]);
});

test("goes over to another display when the one it had is gone", async () => {
  const { watch, told, streams, host, pass } = arrange();
  host.found = at(":0");
  watch.show(SETTINGS);
  await pass(500);
  streams[0]?.state({ kind: "problem", problem: "display_lost", message: "gone" });
  await pass(4_000);
  host.found = at(":1");
  await pass(2_500);
  expect(told).toEqual([":0#1 start", "display_lost", ":0#1 close", ":1#2 start"]);
});

test("another display's stream goes on where the one before ended: its frames, monitor and quality", async () => {
  const { watch, streams, started, host, pass } = arrange();
  host.found = at(":0");
  watch.show(SETTINGS);
  await pass(500);
  watch.setMonitor(1);
  watch.setQuality("high");
  streams[0]?.message(writeFramebufferUpdate({ ...EMPTY_UPDATE, stream: 1, frame: 41 }));
  streams[0]?.state({ kind: "problem", problem: "display_lost", message: "gone" });
  host.found = at(":1");
  await pass(2_500);
  expect(started.at(-1)).toEqual({ ...SETTINGS, monitor: 1, quality: "high", afterFrame: 41 });
});

test("leaves a stream alone that comes back to its display by itself", async () => {
  const { watch, told, streams, host, pass } = arrange();
  host.found = at(":0");
  watch.show(SETTINGS);
  await pass(500);
  streams[0]?.state({ kind: "problem", problem: "display_lost", message: "gone" });
  await pass(4_000);
  streams[0]?.state({ kind: "ok" });
  await pass(20_000);
  expect(told).toEqual([":0#1 start", "display_lost", "ok"]);
});

test("keeps the capture for a viewer that comes back soon, and lets go of it later", async () => {
  const { watch, told, host, pass } = arrange();
  host.found = at(":0");
  watch.show(SETTINGS);
  await pass(500);
  watch.hide();
  await pass(20_000);
  watch.show(SETTINGS);
  await pass(20_000);
  watch.hide();
  await pass(40_000);
  expect(told).toEqual([":0#1 start", ":0#1 stop", ":0#1 start", ":0#1 stop", ":0#1 close"]);
  watch.show(SETTINGS);
  await pass(500);
  expect(told.at(-1)).toBe(":0#2 start");
});

test("a look that is answered after nobody wants pictures any more opens nothing", async () => {
  const { watch, told, host, pass } = arrange();
  host.found = at(":0");
  watch.show(SETTINGS);
  watch.close();
  await pass(5_000);
  expect(told).toEqual([]);
});

test("a stream that was closed is not heard any more", async () => {
  const { watch, told, streams, host, pass } = arrange();
  host.found = at(":0");
  watch.show(SETTINGS);
  await pass(500);
  watch.close();
  streams[0]?.message(new Uint8Array(4));
  expect(told).not.toContain("picture");
});
