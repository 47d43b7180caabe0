import { beforeEach, describe, expect, test } from "bun:test";
import { FileChunkQueue } from "./file-chunk-queue.ts";

let sent: string[];
let overruns: string[];
let bufferedBytes: number;
let queue: FileChunkQueue;

beforeEach(() => {
  sent = [];
  overruns = [];
  bufferedBytes = 0;
  queue = new FileChunkQueue(
    { maxChunkBufferedBytes: 10, maxWaitingChunkBytes: 30 },
    {
      send(text) {
        sent.push(text);
        bufferedBytes += text.length;
      },
      bufferedBytes: () => bufferedBytes,
      overrun: (path) => overruns.push(path),
    },
  );
});

const chunk = (seq: number, path = "/a") => ({ path, seq, text: `${path} number ${seq}` });
const pushAll = (count: number, path?: string) => {
  for (let seq = 0; seq < count; seq++) queue.push(chunk(seq, path));
};

describe("pieces of a file for one viewer", () => {
  test("go at once where its socket has room", () => {
    queue.push(chunk(0));
    expect(sent).toEqual(["/a number 0"]);
  });

  test("wait in order while it has none, and go as it takes them", () => {
    pushAll(3);
    expect(sent).toEqual(["/a number 0"]);
    bufferedBytes = 0;
    queue.flush();
    expect(sent).toEqual(["/a number 0", "/a number 1"]);
    bufferedBytes = 0;
    queue.push(chunk(3));
    queue.flush();
    expect(sent.at(-1)).toBe("/a number 2");
  });

  test("of a file that outruns the viewer are given up, all of them, and it is told once", () => {
    pushAll(6);
    expect(overruns).toEqual(["/a"]);
    bufferedBytes = 0;
    queue.flush();
    queue.push(chunk(6));
    expect(sent).toEqual(["/a number 0"]);
  });

  test("of another file still come, and of the same when it begins anew", () => {
    pushAll(6);
    bufferedBytes = 0;
    queue.push(chunk(0, "/b"));
    bufferedBytes = 0;
    queue.push(chunk(0));
    expect(sent).toEqual(["/a number 0", "/b number 0", "/a number 0"]);
  });
});
