import { expect, test } from "bun:test";
import type { ViewerInput } from "./forwarding.ts";
import { RecordedOrder } from "./recorded-order.ts";

const START: ViewerInput = { type: "file_upload_start", filename: "a", dest_path: "/tmp" };
const chunk = (seq: number, bytes = 10): ViewerInput => ({ type: "file_upload_chunk", seq, chunk: "A".repeat(bytes) });

function order(maxWaitingBytes = 1_000_000) {
  const forwarded: string[] = [];
  const said: string[] = [];
  const row = Promise.withResolvers<void>();
  const recorded = new RecordedOrder({
    record: () => row.promise,
    forward: (message) => void forwarded.push("seq" in message ? `${message.type} ${message.seq}` : message.type),
    send: (text) => void said.push(JSON.parse(text).code),
    maxWaitingBytes,
  });
  return { recorded, forwarded, said, row };
}

test("what belongs to something on record waits for its row, in order, and the rest does not", async () => {
  const { recorded, forwarded, row } = order();
  for (const message of [START, chunk(0), chunk(1)]) recorded.pass(message);
  recorded.pass({ type: "list_files", path: "/" });
  await Bun.sleep(1);
  expect(forwarded).toEqual(["list_files"]);
  row.resolve();
  await Bun.sleep(1);
  expect(forwarded).toEqual(["list_files", "file_upload_start", "file_upload_chunk 0", "file_upload_chunk 1"]);
  recorded.pass(chunk(2));
  expect(forwarded.at(-1)).toBe("file_upload_chunk 2");
});

test("behind a row that takes its time waits no more than the bound, and whoever sends more is told", async () => {
  const { recorded, forwarded, said, row } = order(2_000);
  recorded.pass(START);
  for (let seq = 0; seq < 100; seq++) recorded.pass(chunk(seq, 500));
  expect(said).toEqual(Array(97).fill("busy"));
  row.resolve();
  await Bun.sleep(1);
  expect(forwarded).toHaveLength(4);
});

test("without its row it is not done", async () => {
  const { recorded, forwarded, said, row } = order();
  recorded.pass(START);
  row.reject(new Error("the database is away"));
  await Bun.sleep(1);
  expect([forwarded, said]).toEqual([[], ["unavailable"]]);
});
