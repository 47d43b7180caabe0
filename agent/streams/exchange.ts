/**
 * One request of the server that is answered over HTTP: its bytes are fetched, and the answer is put, both as streams. Plain
 * data says where (`StreamAddress`), so that a Worker can carry it out as well as the main thread.
 */
import { MAX_STREAM_ANSWER_BYTES } from "../../protocol/limits.ts";
import { STREAM_ANSWER_HEADER, type StreamAnswer, type StreamRefusal } from "../../protocol/messages/stream-request.ts";

export type StreamAddress = { server: string; streamId: string; headers: Record<string, string> };

export type Bytes = ReadableStream<Uint8Array<ArrayBuffer>>;

/** An ordinary no, for the technician. `message` says what to do about it. */
export class Refusal extends Error {
  override readonly name = "Refusal";
  readonly kind: StreamRefusal["kind"];
  readonly code: string;
  readonly facts: Record<string, unknown> | undefined;

  constructor(
    kind: StreamRefusal["kind"],
    message: string,
    more: { code?: string; facts?: Record<string, unknown> } = {},
  ) {
    super(message);
    this.kind = kind;
    this.code = more.code ?? kind;
    this.facts = more.facts;
  }
}

/** The server does not know the stream (any more): whoever asked has gone. */
export class StreamGoneError extends Error {
  override readonly name = "StreamGoneError";
}

export interface StreamExchange {
  /** The bytes that go with the request. Once. @throws StreamGoneError */
  takeBody(): Promise<Bytes>;
  /** Once. Resolves when whoever asked has all of it. @throws StreamGoneError */
  answer(facts: Record<string, unknown>, body?: Bytes | Uint8Array<ArrayBuffer> | string): Promise<void>;
  /** In place of an answer, also while the body is still on its way. */
  refuse(refusal: Refusal): Promise<void>;
}

/** @param signal ends what is under way: the session is over */
export function createExchange({ server, streamId, headers }: StreamAddress, signal: AbortSignal): StreamExchange {
  const url = `${server}/api/agent/streams/${streamId}`;
  // Followed, a redirect could carry the access key to another host.
  const fixed = { redirect: "manual", signal } as const;

  async function put(answer: StreamAnswer, body?: Bytes | Uint8Array<ArrayBuffer> | string): Promise<void> {
    const response = await fetch(url, {
      ...fixed,
      method: "PUT",
      headers: {
        ...headers,
        "content-type": "application/octet-stream",
        [STREAM_ANSWER_HEADER]: inAscii(JSON.stringify(answer)),
      },
      body: body ?? "",
    });
    if (!response.ok) throw new StreamGoneError(`the answer was not taken: HTTP ${response.status}`);
  }

  return {
    async takeBody() {
      const response = await fetch(url, { ...fixed, headers });
      if (!response.ok || !response.body) throw new StreamGoneError(`no bytes to take: HTTP ${response.status}`);
      return response.body;
    },
    answer: (facts, body) => put({ ok: true, facts }, body),
    async refuse({ kind, code, message, facts }) {
      await put({ ok: false, kind, code, message: message.slice(0, 1_000), facts });
    },
  };
}

/** Headers are Latin-1 at best; JSON has its own way to write the rest. */
function inAscii(json: string): string {
  const text = json.replace(/[\u007f-\uffff]/g, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, "0")}`);
  if (text.length > MAX_STREAM_ANSWER_BYTES) throw new Error(`an answer of ${text.length} characters is no header`);
  return text;
}
