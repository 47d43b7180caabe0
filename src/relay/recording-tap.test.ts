import { expect, test } from "bun:test";
import { ManualClock } from "../../test/fakes/manual-clock.ts";
import { RecordingTap } from "./recording-tap.ts";

function setUp(write: (jpeg: Uint8Array) => Promise<void>) {
  const clock = new ManualClock();
  const written: number[] = [];
  const events: string[] = [];
  const recording = {
    async write(jpeg: Uint8Array) {
      await write(jpeg);
      written.push(jpeg[0] ?? -1);
    },
    close: async () => void events.push("closed"),
  };
  const pictures = { drained: () => events.push("drained"), dismiss: () => events.push("dismissed") };
  const options = { recording, clock, limits: { recordingFps: 4 } };
  const tap = new RecordingTap(
    options,
    () => pictures,
    () => events.push("failed"),
  );
  return { clock, tap, written, events };
}

const settled = () => Bun.sleep(0);

test("it takes the next frame when the last one is written and its time has come", async () => {
  const { clock, tap, written, events } = setUp(async () => {});
  tap.sendBinary(Uint8Array.of(1));
  expect(tap.bufferedBytes()).toBeGreaterThan(0);
  await settled();
  expect([written, events]).toEqual([[1], []]);
  clock.advance(249);
  expect(tap.bufferedBytes()).toBeGreaterThan(0);
  clock.advance(1);
  expect(events).toEqual(["drained"]);
  expect(tap.bufferedBytes()).toBe(0);
});

test("a disk that is slower than its rate is waited for", async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  const { clock, tap, events } = setUp(() => promise);
  tap.sendBinary(Uint8Array.of(1));
  clock.advance(10_000);
  expect(tap.bufferedBytes()).toBeGreaterThan(0);
  resolve();
  await settled();
  expect(events).toEqual(["drained"]);
});

test("when nothing can be written any more it says so once, and is off", async () => {
  const { clock, tap, events } = setUp(async () => {
    throw new Error("no space left");
  });
  tap.sendBinary(Uint8Array.of(1));
  await settled();
  clock.advance(1_000);
  expect(events).toEqual(["dismissed", "failed"]);
  expect(tap.isOn).toBe(false);
  tap.sendBinary(Uint8Array.of(2));
  tap.end();
  await settled();
  expect(events).toHaveLength(2);
});

test("at the end the recording is closed, once", () => {
  const { tap, events } = setUp(async () => {});
  tap.end();
  tap.end();
  expect(events).toEqual(["closed"]);
});

test("where nothing is recorded it takes nothing", () => {
  const tap = new RecordingTap(
    { recording: null, clock: new ManualClock(), limits: { recordingFps: 4 } },
    () => ({ drained() {}, dismiss() {} }),
    () => undefined,
  );
  expect(tap.isOn).toBe(false);
  tap.sendBinary(Uint8Array.of(1));
  expect(tap.bufferedBytes()).toBe(0);
  tap.end();
});
