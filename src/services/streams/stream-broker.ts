/**
 * Where a request for an agent waits until the agent comes for it over HTTP: GET takes the bytes that go with it, PUT brings
 * the answer. Each id is unguessable, belongs to one machine, and serves each of the two once.
 */
import { MAX_OPEN_STREAMS } from "../../../protocol/limits.ts";
import type { StreamAnswer } from "../../../protocol/messages/stream-request.ts";
import type { Permission } from "../../../protocol/permissions.ts";
import { makeToken } from "../../lib/random-token.ts";
import { rateLimited } from "../failures.ts";

export type Bytes = ReadableStream<Uint8Array<ArrayBuffer>>;

export type ReceivedAnswer = {
  answer: StreamAnswer;
  /** Empty where the agent sent none. */
  bytes: Bytes | null;
  /** Bytes of `bytes`; null: unknown until it ends. */
  length: number | null;
  /** To be called when the bytes are taken, or are not wanted any more: the agent's request is answered then. */
  release(outcome: "taken" | "unwanted"): void;
};

/** One request under way, as whoever asked sees it. */
export type OpenStream = {
  id: string;
  /** The agent has come for it: for its body, or with its answer. */
  started: Promise<void>;
  answered: Promise<ReceivedAnswer>;
  /** Aborts when the session is over. */
  ended: AbortSignal;
  /** Nobody waits for it any more; the agent is told when it comes. */
  close(): void;
};

/** Whose a stream is: their right may end before its bytes do. */
export type StreamHolder = {
  userId: string;
  /** The API key that they asked with. */
  keyId?: string;
  /** One of these is enough. */
  needs: readonly Permission[];
};

export type HeldStream = { id: string; sessionId: string; holder: StreamHolder };

export type StreamBroker = {
  /** @throws ServiceFailure (`rate_limited`) when the machine has too many open */
  open(of: { machineId: string; sessionId: string; holder?: StreamHolder }, body?: Bytes): OpenStream;
  /** Those under way that are somebody's. */
  held(): readonly HeldStream[];
  /** Whose it is may not have it any more. */
  end(id: string): void;
  /** The session is over: all that goes on in it ends. */
  endSession(sessionId: string): void;
  /** null: no such stream of this machine, or its body was taken, or there is none. */
  takeBody(machineId: string, id: string): Bytes | null;
  /** Resolves when whoever asked has taken all of it, or wants no more; null: nobody waits for an answer of that id. */
  answer(
    machineId: string,
    id: string,
    received: Omit<ReceivedAnswer, "release">,
  ): Promise<"taken" | "unwanted"> | null;
};

type Slot = {
  machineId: string;
  sessionId: string;
  holder: StreamHolder | null;
  end: AbortController;
  body: Bytes | null;
  started: PromiseWithResolvers<void>;
  answered: PromiseWithResolvers<ReceivedAnswer>;
  isAnswered: boolean;
};

export function createStreamBroker(): StreamBroker {
  const slots = new Map<string, Slot>();

  function slotOf(machineId: string, id: string): Slot | null {
    const slot = slots.get(id);
    return slot?.machineId === machineId ? slot : null;
  }

  return {
    open({ machineId, sessionId, holder }, body) {
      const ofMachine = [...slots.values()].filter((slot) => slot.machineId === machineId).length;
      if (ofMachine >= MAX_OPEN_STREAMS) throw rateLimited("this machine is busy with other transfers", 2);
      const id = makeToken("rls_");
      const slot: Slot = {
        machineId,
        sessionId,
        holder: holder ?? null,
        end: new AbortController(),
        body: body ?? null,
        started: Promise.withResolvers(),
        answered: Promise.withResolvers(),
        isAnswered: false,
      };
      slots.set(id, slot);
      return {
        id,
        started: slot.started.promise,
        answered: slot.answered.promise,
        ended: slot.end.signal,
        close: () => void slots.delete(id),
      };
    },

    held: () => [...slots].flatMap(([id, { sessionId, holder }]) => (holder ? [{ id, sessionId, holder }] : [])),

    end: (id) => slots.get(id)?.end.abort(),

    endSession(sessionId) {
      for (const slot of slots.values()) if (slot.sessionId === sessionId) slot.end.abort();
    },

    takeBody(machineId, id) {
      const slot = slotOf(machineId, id);
      if (!slot?.body) return null;
      const { body } = slot;
      slot.body = null;
      slot.started.resolve();
      return body;
    },

    answer(machineId, id, received) {
      const slot = slotOf(machineId, id);
      if (!slot || slot.isAnswered) return null;
      slot.isAnswered = true;
      slot.started.resolve();
      const { promise, resolve } = Promise.withResolvers<"taken" | "unwanted">();
      slot.answered.resolve({ ...received, release: resolve });
      return promise;
    },
  };
}
