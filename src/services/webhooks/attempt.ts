/** One attempt at one message: sign, find the receiver, post, and say what came of it. Nothing here throws. */
import { lookup as lookUp } from "node:dns/promises";
import { MAX_DELIVERY_ANSWER_BYTES } from "../../../protocol/limits.ts";
import type { DeliveryAttempt } from "../../../protocol/rest/webhooks.ts";
import type { DeliveryRow } from "../../db/schema/webhook-deliveries.ts";
import type { WebhookRow } from "../../db/schema/webhooks.ts";
import { postTo } from "../../lib/pinned-post.ts";
import type { ServerKeys } from "../../lib/server-keys.ts";
import { findReceiver, type Lookup } from "./receiver-address.ts";
import { signedHeaders } from "./sign.ts";

/** Receivers take a message in and work on it later: the specification's own advice. */
export const ATTEMPT_TIMEOUT_MS = 15_000;

export type AttemptNeeds = {
  keys: Pick<ServerKeys, "unseal">;
  now(): Date;
  lookup: Lookup;
  /** The server stops. */
  signal: AbortSignal;
};

export const systemLookup: Lookup = async (host) => {
  const found = await lookUp(host, { all: true, verbatim: true });
  return found.map(({ address }) => address);
};

export async function attemptDelivery(
  needs: AttemptNeeds,
  webhook: WebhookRow,
  { id, body }: Pick<DeliveryRow, "id" | "body">,
): Promise<DeliveryAttempt> {
  const [at, startedMs] = [needs.now(), performance.now()];
  const ended = (result: Pick<DeliveryAttempt, "status" | "error" | "answer">) => ({
    at: at.toISOString(),
    ...result,
    duration_ms: Math.round(performance.now() - startedMs),
  });
  try {
    const secret = needs.keys.unseal("webhook_secret", webhook.sealedSecret);
    if (secret === null) throw new Error("its secret was sealed by another server's secret: make a new one");
    const url = new URL(webhook.url);
    const address = await inTime(findReceiver(url, webhook.allowPrivate, needs.lookup));
    const headers = {
      "Content-Type": "application/json",
      "User-Agent": "RemoteLink-Webhooks/1",
      ...signedHeaders(secret, id, body, at),
    };
    const answer = await postTo({
      url,
      address,
      headers,
      body,
      timeoutMs: ATTEMPT_TIMEOUT_MS,
      maxAnswerBytes: MAX_DELIVERY_ANSWER_BYTES,
      signal: needs.signal,
    });
    return ended({ status: answer.status, error: null, answer: storable(answer.text) });
  } catch (error) {
    return ended({ status: null, error: storable(sentenceOf(error)), answer: "" });
  }
}

/** A redirect is no delivery: whoever moved tells the administrator. */
export function isDelivered({ status }: Pick<DeliveryAttempt, "status">): boolean {
  return status !== null && status >= 200 && status < 300;
}

/** The system's resolver has a patience of its own, and cannot be stopped. */
async function inTime<Result>(work: Promise<Result>): Promise<Result> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error("its name could not be looked up in time")), ATTEMPT_TIMEOUT_MS);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

function sentenceOf(error: unknown): string {
  const code = (error as { code?: unknown } | null)?.code;
  if (code === "ECONNREFUSED") return "nobody answers there (connection refused)";
  if (code === "ENOTFOUND" || code === "EAI_AGAIN") return "its name cannot be found";
  return error instanceof Error && error.message ? error.message.slice(0, 500) : "it could not be reached";
}

/** What the database cannot hold is shown as what could not be read. */
function storable(text: string): string {
  return text.replaceAll("\0", "\uFFFD").toWellFormed();
}
