import { beforeEach, describe, expect, test } from "bun:test";
import { ManualClock } from "../../../../../test/fakes/manual-clock.ts";
import { toBase64 } from "./base64.ts";
import { SILENCE_MS } from "./file-link.ts";
import { FakeLink } from "./link.fake.ts";
import { receiveFile, waitUntilQuiet } from "./receive-file.ts";
import { holdInPage, type SaveTarget, writeThrough } from "./save-target.ts";

let link: FakeLink;
let clock: ManualClock;
let saved: Blob | null;
let target: SaveTarget;
let stopped: AbortController;

beforeEach(() => {
  link = new FakeLink();
  clock = new ManualClock();
  saved = null;
  target = holdInPage((whole) => {
    saved = whole;
  });
  stopped = new AbortController();
});

const PATH = "/home/ada/a.bin";

function receive(maxBytes = 1_000): Promise<void> {
  return receiveFile({ link, clock, path: PATH, maxBytes, target, received: () => {}, signal: stopped.signal });
}
function chunk(seq: number, text: string, done = false): void {
  link.say({ type: "file_chunk", path: PATH, seq, chunk: toBase64(new TextEncoder().encode(text)), done });
}

describe("a file that comes by messages", () => {
  test("is asked for, and saved when its last piece is there", async () => {
    const receiving = receive();
    expect(link.sent).toEqual([{ type: "file_download", path: PATH }]);
    chunk(0, "one ");
    chunk(1, "two");
    expect(saved).toBeNull();
    chunk(2, "", true);
    await receiving;
    expect(await (saved as unknown as Blob).text()).toBe("one two");
    expect(link.listenerCount).toBe(0);
  });

  test("may bring bytes in its last piece", async () => {
    const receiving = receive();
    chunk(0, "all of it", true);
    await receiving;
    expect(await (saved as unknown as Blob).text()).toBe("all of it");
  });

  test("is whole though somebody else asked for the same, before and after", async () => {
    link.others = 1;
    const receiving = receive();
    chunk(5, "f");
    chunk(0, "a");
    chunk(6, "", true);
    chunk(0, "a");
    chunk(1, "b");
    chunk(1, "b");
    chunk(2, "", true);
    await receiving;
    expect(await (saved as unknown as Blob).text()).toBe("ab");
  });

  test("of which a piece was lost is said to be, and nothing is saved", async () => {
    const receiving = receive();
    chunk(0, "a");
    chunk(2, "", true);
    await expect(receiving).rejects.toThrow("A part of it was lost");
    expect(saved).toBeNull();
  });

  test("larger than it was listed with is not taken", async () => {
    const receiving = receive(5);
    chunk(0, "123456");
    await expect(receiving).rejects.toThrow("More comes");
  });

  test("that is refused says why; what is about something else does not end it", async () => {
    const receiving = receive();
    link.say({ type: "error", code: "stale_input", message: "what was typed came too late" });
    link.say({ type: "error", code: "agent_busy", message: "clipboard_paste: the machine's link is full" });
    link.say({ type: "error", code: "not_found", message: "there is no such file" });
    await expect(receiving).rejects.toThrow("there is no such file");
  });

  test("that somebody else was refused goes on", async () => {
    link.others = 1;
    const receiving = receive();
    link.say({ type: "error", code: "not_found", message: "there is no such file" });
    chunk(0, "a", true);
    await receiving;
  });

  test("ends when the connection does, and when nothing more comes", async () => {
    const lost = receive();
    chunk(0, "a");
    link.say({ type: "lost" });
    await expect(lost).rejects.toThrow("connection was lost");
    const silent = receive();
    clock.advance(SILENCE_MS - 1);
    chunk(0, "a");
    clock.advance(SILENCE_MS - 1);
    chunk(1, "b");
    clock.advance(SILENCE_MS);
    await expect(silent).rejects.toThrow("Nothing more");
    expect(saved).toBeNull();
  });

  test("is cancelled at once, and what still comes of it passes before another begins", async () => {
    const receiving = receive();
    stopped.abort(new Error("cancelled"));
    await expect(receiving).rejects.toThrow("cancelled");
    let isQuiet = false;
    const quiet = waitUntilQuiet(link, clock, PATH).then(() => {
      isQuiet = true;
    });
    clock.advance(2_900);
    chunk(7, "late");
    clock.advance(2_900);
    await Promise.resolve();
    expect(isQuiet).toBe(false);
    chunk(8, "", true);
    await quiet;
  });
});

describe("a file that is written through", () => {
  test("is closed when all of it is written, in order", async () => {
    const written: string[] = [];
    target = writeThrough({
      async write(bytes) {
        await Bun.sleep(0);
        written.push(new TextDecoder().decode(bytes));
      },
      close: async () => void written.push("closed"),
      abort: async () => {},
    });
    const receiving = receive();
    chunk(0, "a");
    chunk(1, "b", true);
    await receiving;
    expect(written).toEqual(["a", "b", "closed"]);
  });

  test("to a disk that is full is dropped, and says so", async () => {
    let isDropped = false;
    target = writeThrough({
      write: () => Promise.reject(new Error("no space")),
      close: async () => {},
      abort: async () => {
        isDropped = true;
      },
    });
    const receiving = receive();
    chunk(0, "a", true);
    await expect(receiving).rejects.toThrow("no space");
    expect(isDropped).toBe(true);
  });
});
