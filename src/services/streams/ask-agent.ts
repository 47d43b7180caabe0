/** Asks a session's agent for something that is answered over HTTP, and waits for the answer. Its failures are typed. */
import { STREAM_START_TIMEOUT_MS } from "../../../protocol/limits.ts";
import type { StreamRequest } from "../../../protocol/messages/stream-request.ts";
import type { Permission } from "../../../protocol/permissions.ts";
import type { ServiceContext } from "../context.ts";
import { ServiceFailure } from "../failures.ts";
import type { AskedAgent } from "../live.ts";
import type { Bytes, OpenStream, StreamHolder } from "./stream-broker.ts";
import { tellEnd } from "./tell-end.ts";

export type AgentQuestion = {
  sessionId: string;
  machineId: string;
  request: StreamRequest;
  /** What the asker may do in this session; the agent checks it again. */
  permissions: ReadonlySet<Permission>;
  technician: { name: string; email: string };
  body?: Bytes;
  /** Whose right to it is looked up again while it goes on; absent: nobody's in particular. */
  holder?: StreamHolder;
  /** Aborts when the asker is gone, or waits no longer: before the answer, and while its bytes come. */
  signal: AbortSignal;
};

/** A good answer. Its bytes are to be read to their end, or cancelled: until then the agent waits. */
export type AgentReply = { facts: Record<string, unknown>; bytes: Bytes | null };

/** A lost connection may come back within this while its streams go on. */
const GONE_GRACE_MS = 15_000;

/** @throws ServiceFailure: what the agent refuses, or that it is away, silent, or not allowed yet */
export async function askAgent(
  context: Pick<ServiceContext, "live" | "streams">,
  question: AgentQuestion,
): Promise<AgentReply> {
  const { sessionId, machineId, request, permissions, technician, holder } = question;
  const stream = context.streams.open({ machineId, sessionId, holder }, question.body);
  try {
    const asked = context.live.askAgent(machineId, {
      type: "open_stream",
      session_id: sessionId,
      stream_id: stream.id,
      request,
      permissions: [...permissions],
      technician,
    });
    if (asked.kind !== "asked") throw notAsked(asked);
    return await reply(stream, asked.gone, question.signal);
  } catch (failure) {
    // It may answer in this very moment: then nobody takes it.
    void stream.answered.then(({ release }) => release("unwanted"));
    stream.close();
    throw failure;
  }
}

async function reply(stream: OpenStream, gone: AbortSignal, asker: AbortSignal): Promise<AgentReply> {
  const hopeless = whenHopeless(stream, gone, asker);
  try {
    const { answer, bytes, release } = await Promise.race([stream.answered, hopeless.failure]);
    const end = (outcome: "taken" | "unwanted") => {
      stream.close();
      release(outcome);
    };
    if (answer.ok && bytes)
      return { facts: answer.facts, bytes: tellEnd(bytes, AbortSignal.any([stream.ended, asker]), end) };
    end("taken");
    if (answer.ok) return { facts: answer.facts, bytes: null };
    throw new ServiceFailure(answer.kind, answer.message, { code: answer.code, details: answer.facts });
  } finally {
    hopeless.forget();
  }
}

function notAsked(asked: Exclude<AskedAgent, { kind: "asked" }>): ServiceFailure {
  switch (asked.kind) {
    case "offline":
      return new ServiceFailure("conflict", "this machine is not connected: wake it, or try again when it is", {
        code: "machine_offline",
      });
    case "ended":
      return sessionEnded();
    case "waiting_consent":
      return new ServiceFailure("conflict", "the person at the machine has not agreed yet: open the session first", {
        code: "waiting_consent",
      });
    case "unsupported":
      return new ServiceFailure("conflict", "this machine's agent is too old for this: update it there", {
        code: "unsupported_agent",
      });
  }
}

function sessionEnded(): ServiceFailure {
  return new ServiceFailure("gone", "this session has ended: connect to the machine anew");
}

/** `failure` never resolves; it rejects when no answer can be hoped for. */
function whenHopeless(
  { started, ended }: OpenStream,
  gone: AbortSignal,
  asker: AbortSignal,
): { failure: Promise<never>; forget(): void } {
  const { promise: failure, reject } = Promise.withResolvers<never>();
  // Where the answer comes first, nobody listens any more.
  failure.catch(() => undefined);
  const cleanups: (() => void)[] = [];
  const after = (ms: number, message: string, code: string) => {
    const unavailable = new ServiceFailure("unavailable", message, { code, retryAfterS: 2 });
    const timer = setTimeout(() => reject(unavailable), ms);
    cleanups.push(() => clearTimeout(timer));
    return timer;
  };
  const on = (signal: AbortSignal, then: () => void) => {
    if (signal.aborted) then();
    signal.addEventListener("abort", then, { once: true });
    cleanups.push(() => signal.removeEventListener("abort", then));
  };
  const silence = after(STREAM_START_TIMEOUT_MS, "the machine does not answer: try again in a moment", "agent_silent");
  void started.then(() => clearTimeout(silence));
  on(gone, () => after(GONE_GRACE_MS, "the machine went away: go on when it is back", "agent_gone"));
  on(ended, () => reject(sessionEnded()));
  on(asker, () => reject(new ServiceFailure("gone", "whoever asked is gone")));
  return { failure, forget: () => cleanups.forEach((cleanup) => void cleanup()) };
}
