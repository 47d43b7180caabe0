/** The worker that decodes pictures: decoding overlaps, answers keep the order in which messages came. */
import { BufferPool } from "./buffer-pool.ts";
import { decodeMessage } from "./decode-update.ts";
import type { FromWorker, ToWorker } from "./worker-messages.ts";
import { ZstdDecoder } from "./zstd-decoder.ts";

declare const self: Worker;

const pool = new BufferPool();
let zstd: Promise<ZstdDecoder> | undefined;
let answered: Promise<void> = Promise.resolve();

self.onmessage = ({ data }: MessageEvent<ToWorker>) => {
  switch (data.type) {
    case "start":
      zstd = ZstdDecoder.create(data.zstd);
      break;
    case "decode": {
      const answer = decode(new Uint8Array(data.message));
      answered = answered.then(async () => post(await answer));
      break;
    }
    case "reuse":
      for (const buffer of data.buffers) pool.give(buffer);
      break;
  }
};

async function decode(message: Uint8Array<ArrayBuffer>): Promise<FromWorker> {
  try {
    if (!zstd) throw new Error("the worker has not been started");
    return { type: "decoded", update: await decodeMessage(message, await zstd, pool) };
  } catch (failure) {
    return { type: "failed", reason: failure instanceof Error ? failure.message : String(failure) };
  }
}

function post(answer: FromWorker): void {
  const transfer: ArrayBuffer[] = [];
  if (answer.type === "decoded") {
    for (const rect of answer.update.rects) if (rect.kind === "pixels") transfer.push(rect.rgba);
  }
  self.postMessage(answer, transfer);
}
