/** The Worker that answers requests about files: their bytes pass here, and nothing else waits for them. */

import { createExchange, type StreamExchange } from "../streams/exchange.ts";
import { carryOut } from "../streams/opened-stream.ts";
import { answerFileRequest } from "./answer-file-request.ts";
import type { FromFileWorker, ToFileWorker } from "./file-worker-messages.ts";
import { createPlainExchange, type PlainExchange } from "./plain-exchange.ts";

declare const self: Worker;

type Running = { ended: AbortController; plain: PlainExchange | null };

const running = new Map<string, Running>();
const post = (message: FromFileWorker): void => self.postMessage(message);

self.onmessage = ({ data }: MessageEvent<ToFileWorker>) => {
  switch (data.type) {
    case "answer": {
      const ended = new AbortController();
      const exchange = createExchange(data.address, ended.signal);
      void answer(data.address.streamId, data, { ended, plain: null }, exchange);
      break;
    }
    case "answer_plain": {
      const ended = new AbortController();
      const plain = createPlainExchange(data.streamId, post, ended.signal);
      void answer(data.streamId, data, { ended, plain }, plain.exchange);
      break;
    }
    case "body":
      running.get(data.streamId)?.plain?.feed(data.bytes);
      break;
    case "more":
      running.get(data.streamId)?.plain?.more();
      break;
    case "cancel":
      running.get(data.streamId)?.ended.abort();
  }
};

async function answer(
  streamId: string,
  { request, identity }: Pick<Extract<ToFileWorker, { type: "answer" }>, "request" | "identity">,
  own: Running,
  exchange: StreamExchange,
): Promise<void> {
  running.set(streamId, own);
  const outcome = await carryOut(exchange, () => answerFileRequest(request, identity, exchange));
  running.delete(streamId);
  post({ type: "done", streamId, outcome });
}
