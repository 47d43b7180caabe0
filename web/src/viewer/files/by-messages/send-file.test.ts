import { beforeEach, describe, expect, test } from "bun:test";
import { ManualClock } from "../../../../../test/fakes/manual-clock.ts";
import { fromBase64 } from "./base64.ts";
import { SILENCE_MS } from "./file-link.ts";
import { FakeLink } from "./link.fake.ts";
import { sendFile } from "./send-file.ts";

const KIB = 1024;

let link: FakeLink;
let clock: ManualClock;
let stopped: AbortController;
/** What the machine has. */
let received: Uint8Array[];
let isShown: boolean;

beforeEach(() => {
  link = new FakeLink();
  clock = new ManualClock();
  stopped = new AbortController();
  received = [];
  isShown = true;
  link.answer = (message) => {
    if (message.type === "file_upload_chunk") {
      received.push(fromBase64(message.chunk));
      link.say({ type: "file_upload_taken", seq: message.seq });
    } else if (message.type === "list_files") {
      const size = received.reduce((sum, { length }) => sum + length, 0);
      const entry = { name: "a.bin", type: "file" as const, size };
      link.say({ type: "file_list", path: message.path, entries: isShown ? [entry] : [] });
    }
  };
});

const content = Uint8Array.from({ length: 300 * KIB }, (_, at) => (at * 31) & 255);
const file = new File([content], "a.bin");

/** Time passes by itself, while something is waited for. */
async function pass(sending: Promise<void>): Promise<void> {
  let isOver = false;
  const over = sending.finally(() => {
    isOver = true;
  });
  over.catch(() => {});
  while (!isOver) {
    await Bun.sleep(0);
    clock.advance(100);
  }
  await over;
}
const send = () =>
  sendFile({
    link,
    clock,
    file,
    folder: "/home/ada",
    events: { sent: () => {}, confirming: () => {} },
    signal: stopped.signal,
  });

describe("a file that goes by messages", () => {
  test("arrives in order, at most 64 KiB a piece, and is there when its folder shows it", async () => {
    await pass(send());
    expect(Buffer.concat(received).equals(content)).toBe(true);
    expect(Math.max(...received.map(({ length }) => length))).toBeLessThanOrEqual(64 * KIB);
    const types = link.sent.map(({ type }) => type).filter((type) => type !== "file_upload_chunk");
    expect(types).toEqual(["file_upload_start", "file_upload_end", "list_files"]);
    const pieces = link.sent.filter((message) => message.type === "file_upload_chunk");
    expect(pieces.map(({ seq }) => seq)).toEqual(pieces.map((_, at) => at));
  });

  test("waits for what was sent to be taken, and gives up when it never is", async () => {
    link.answer = () => {};
    const sending = send();
    sending.catch(() => {});
    for (let turn = 0; turn < 20; turn++) await Bun.sleep(0);
    const sentBytes = link.sent.reduce(
      (sum, message) => sum + (message.type === "file_upload_chunk" ? fromBase64(message.chunk).length : 0),
      0,
    );
    expect(sentBytes).toBe(64 * KIB);
    clock.advance(SILENCE_MS);
    await expect(sending).rejects.toThrow("takes no more");
  });

  test("waits while the page's own socket is full", async () => {
    link.buffered = 10_000_000;
    const sending = send();
    for (let turn = 0; turn < 20; turn++) {
      await Bun.sleep(0);
      clock.advance(20);
    }
    expect(received).toEqual([]);
    link.buffered = 0;
    await pass(sending);
    expect(Buffer.concat(received).length).toBe(content.length);
  });

  test("that the machine refuses says why", async () => {
    const sending = send();
    link.say({ type: "error", code: "forbidden", message: "the disk is read-only" });
    await expect(pass(sending)).rejects.toThrow("the disk is read-only");
  });

  test("that breaks off says so, and is not ended as if it were whole", async () => {
    const sending = send();
    link.say({ type: "lost" });
    await expect(pass(sending)).rejects.toThrow("connection was lost");
    expect(link.sent.some(({ type }) => type === "file_upload_end")).toBe(false);
  });

  test("that is cancelled sends no more, and no end", async () => {
    const sending = send();
    stopped.abort(new Error("cancelled"));
    await expect(pass(sending)).rejects.toThrow("cancelled");
    expect(link.sent.some(({ type }) => type === "file_upload_end")).toBe(false);
    expect(link.listenerCount).toBe(0);
  });

  test("that the machine never shows is not said to be there", async () => {
    isShown = false;
    await expect(pass(send())).rejects.toThrow("does not show it");
  });
});
