import { afterEach, beforeEach, expect, test } from "bun:test";
import { appendFileSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { open } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { FRAME_HEADER_BYTES, frameHeader, RECORDING_MAGIC } from "../../../protocol/recording-format.ts";
import { framesOf, RecordingFile } from "./recording-file.ts";

let directory: string;
let path: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "remotelink-recording-"));
  path = join(directory, "one.remrec");
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const jpeg = (bytes: number, fill: number) => new Uint8Array(bytes).fill(fill);

async function times(): Promise<number[]> {
  const handle = await open(path);
  try {
    return (await Array.fromAsync(framesOf(handle))).map(({ atMs }) => atMs);
  } finally {
    await handle.close();
  }
}

async function recorded(): Promise<void> {
  const file = await RecordingFile.open(path);
  await file.append(jpeg(100, 1), 1_000);
  await file.append(jpeg(5_000, 2), 2_000);
  await file.close();
}

test("a recording is the magic, and per frame time, length and JPEG", async () => {
  await recorded();
  const frame = (atMs: number, body: Uint8Array) => [...frameHeader({ atMs, bytes: body.length }), ...body];
  expect([...readFileSync(path)]).toEqual([
    ...RECORDING_MAGIC,
    ...frame(1_000, jpeg(100, 1)),
    ...frame(2_000, jpeg(5_000, 2)),
  ]);
  expect([...frameHeader({ atMs: 0x0102030405, bytes: 0x0a0b })]).toEqual([0, 0, 0, 1, 2, 3, 4, 5, 0, 0, 0x0a, 0x0b]);
});

test("cut off at any byte, it is valid to its last whole frame, and goes on there", async () => {
  await recorded();
  const whole = readFileSync(path);
  const first = RECORDING_MAGIC.length + FRAME_HEADER_BYTES + 100;
  for (const length of [
    0,
    3,
    RECORDING_MAGIC.length,
    50,
    first,
    first + 5,
    first + FRAME_HEADER_BYTES,
    whole.length - 1,
  ]) {
    writeFileSync(path, whole.subarray(0, length));
    const kept = length >= first ? [1_000] : [];
    expect(await times()).toEqual(kept);
    const file = await RecordingFile.open(path);
    await file.append(jpeg(10, 3), 3_000);
    await file.close();
    expect(await times()).toEqual([...kept, 3_000]);
  }
});

test("what is no recording is begun anew, and rubbish after the last frame is none", async () => {
  writeFileSync(path, "something else entirely");
  await recorded();
  expect(await times()).toEqual([1_000, 2_000]);
  appendFileSync(path, Buffer.alloc(40));
  expect(await times()).toEqual([1_000, 2_000]);
  truncateSync(path, 0);
  expect(await times()).toEqual([]);
});

test("a link in the place of the file is not followed", async () => {
  const { symlinkSync } = await import("node:fs");
  symlinkSync("/etc/hostname", path);
  expect(RecordingFile.open(path)).rejects.toThrow();
});
