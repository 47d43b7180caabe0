/** The Worker that answers requests about files: their bytes pass here, and nothing else waits for them. */

import { createExchange } from "../streams/exchange.ts";
import { carryOut } from "../streams/opened-stream.ts";
import { answerFileRequest } from "./answer-file-request.ts";
import type { FromFileWorker, ToFileWorker } from "./file-worker-messages.ts";

declare const self: Worker;

const running = new Map<string, AbortController>();

self.onmessage = ({ data }: MessageEvent<ToFileWorker>) => {
  if (data.type === "cancel") {
    running.get(data.streamId)?.abort();
    return;
  }
  void answer(data);
};

async function answer({ request, address, identity }: Extract<ToFileWorker, { type: "answer" }>): Promise<void> {
  const { streamId } = address;
  const ended = new AbortController();
  running.set(streamId, ended);
  const exchange = createExchange(address, ended.signal);
  const outcome = await carryOut(exchange, () => answerFileRequest(request, identity, exchange));
  running.delete(streamId);
  self.postMessage({ type: "done", streamId, outcome } satisfies FromFileWorker);
}
