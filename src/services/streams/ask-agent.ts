/** Asks a session's agent for something that is answered over HTTP, and waits for the answer. Its failures are typed. */
import { STREAM_START_TIMEOUT_MS } from "../../../protocol/limits.ts";
import type { StreamRequest } from "../../../protocol/messages/stream-request.ts";
import type { Permission } from "../../../protocol/permissions.ts";
import type { ServiceContext } from "../context.ts";
import { ServiceFailure } from "../failures.ts";
import type { AskedAgent } from "../live.ts";
import type { Bytes, ReceivedAnswer } from "./stream-broker.ts";

export type AgentQuestion = {
  sessionId: string;
  machineId: string;
  request: StreamRequest;
  /** What the asker may do in this session; the agent checks it again. */
  permissions: ReadonlySet<Permission>;
  technician: { name: string; email: string };
  body?: Bytes;
  /** Aborts when the asker is gone. */
  signal: AbortSignal;
};

/** A good answer; `release` must be called once its bytes are taken or not wanted. */
export type AgentReply = Omit<ReceivedAnswer, "answer"> & { facts: Record<string, unknown> };

/** A lost connection may come back within this while its streams go on. */
const GONE_GRACE_MS = 15_000;

/** @throws ServiceFailure: what the agent refuses, or that it is away, silent, or not allowed yet */
export async function askAgent(
  context: Pick<ServiceContext, "live" | "streams">,
  question: AgentQuestion,
): Promise<AgentReply> {
  const { sessionId, machineId, request, permissions, technician, signal } = question;
  const stream = context.streams.open(machineId, question.body);
  const cleanups: (() => void)[] = [stream.close];
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
    const failed = failureOf(asked.gone, stream.started, signal, cleanups);
    const { answer, release, ...rest } = await Promise.race([stream.answered, failed]);
    if (answer.ok) return { ...rest, release, facts: answer.facts };
    release("taken");
    throw new ServiceFailure(answer.kind, answer.message, { code: answer.code, details: answer.facts });
  } catch (failure) {
    // It may answer in this very moment: then nobody takes it.
    stream.answered.then(({ release }) => release("unwanted"));
    throw failure;
  } finally {
    for (const cleanup of cleanups) cleanup();
  }
}

function notAsked(asked: Exclude<AskedAgent, { kind: "asked" }>): ServiceFailure {
  switch (asked.kind) {
    case "offline":
      return new ServiceFailure("conflict", "this machine is not connected: wake it, or try again when it is", {
        code: "machine_offline",
      });
    case "ended":
      return new ServiceFailure("gone", "this session has ended: connect to the machine anew");
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

/** Never resolves; rejects when no answer can be hoped for. */
function failureOf(
  gone: AbortSignal,
  started: Promise<void>,
  asker: AbortSignal,
  cleanups: (() => void)[],
): Promise<never> {
  const { promise, reject } = Promise.withResolvers<never>();
  const after = (ms: number, message: string, code: string) => {
    const timer = setTimeout(() => reject(new ServiceFailure("unavailable", message, { code, retryAfterS: 2 })), ms);
    cleanups.push(() => clearTimeout(timer));
    return timer;
  };
  const silence = after(STREAM_START_TIMEOUT_MS, "the machine does not answer: try again in a moment", "agent_silent");
  void started.then(() => clearTimeout(silence));
  const on = (signal: AbortSignal, then: () => void) => {
    if (signal.aborted) then();
    signal.addEventListener("abort", then, { once: true });
    cleanups.push(() => signal.removeEventListener("abort", then));
  };
  on(gone, () => after(GONE_GRACE_MS, "the machine went away: go on when it is back", "agent_gone"));
  on(asker, () => reject(new ServiceFailure("gone", "whoever asked is gone")));
  // Where the answer comes first, nobody listens any more.
  promise.catch(() => undefined);
  return promise;
}
