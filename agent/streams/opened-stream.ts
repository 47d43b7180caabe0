/** A request that is answered over HTTP, as a session hands it to the feature that answers it. */
import type { StreamRequest } from "../../protocol/messages/stream-request.ts";
import type { Permission } from "../../protocol/permissions.ts";
import { createExchange, Refusal, type StreamAddress, type StreamExchange, StreamGoneError } from "./exchange.ts";

export type OpenedStream = {
  request: StreamRequest;
  /** Where it is answered: `createExchange` here, or in a Worker. */
  address: StreamAddress;
  /** What whoever asked may do. */
  permissions: readonly Permission[];
  /** For the log and for notices: who asked. */
  technician: string;
  /** The session is over. */
  ended: AbortSignal;
};

/** Says no, from wherever it was noticed. Resolves also when nobody waits for it any more. */
export async function refuseStream(address: StreamAddress, refusal: Refusal): Promise<void> {
  await carryOut(createExchange(address, AbortSignal.timeout(REFUSAL_TIMEOUT_MS)), () => Promise.reject(refusal));
}

const REFUSAL_TIMEOUT_MS = 10_000;

/** Runs `work` to an answer: what it throws is answered as a refusal. Never rejects; the result says how it ended. */
export async function carryOut(
  exchange: StreamExchange,
  work: (exchange: StreamExchange) => Promise<void>,
): Promise<"answered" | "refused" | "gone"> {
  try {
    await work(exchange);
    return "answered";
  } catch (failure) {
    if (failure instanceof StreamGoneError) return "gone";
    try {
      await exchange.refuse(asRefusal(failure));
      return "refused";
    } catch {
      // The server is away, or the session over: there is nobody left to tell.
      return "gone";
    }
  }
}

function asRefusal(failure: unknown): Refusal {
  if (failure instanceof Refusal) return failure;
  const reason = failure instanceof Error ? failure.message : String(failure);
  return new Refusal("unavailable", `the machine could not do it: ${reason.slice(0, 300)}`, { code: "failed" });
}
