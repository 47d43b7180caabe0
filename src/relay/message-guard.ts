/** The door for JSON messages of one socket: size, rate and schema of each; who keeps sending rubbish is put out. */
import type { z } from "zod";
import type { Clock } from "./clock.ts";
import type { RelayLimits } from "./limits.ts";
import type { Family, Rates } from "./message-rates.ts";
import { TokenBucket } from "./rate-limit.ts";

export type GuardRules<Message extends { type: string }> = {
  schema: z.ZodType<Message>;
  /** Bytes that a message of this type may have as JSON text. */
  maxBytes: (type: Message["type"]) => number;
  rates: Rates<Message["type"]>;
};

export type Checked<Message> =
  | { kind: "valid"; message: Message }
  | { kind: "invalid"; reason: string }
  /** More of this type than it may send: dropped, and said so. */
  | { kind: "limited"; type: string }
  /** Far more than any person or program in order sends: the socket is to be closed (4429). */
  | { kind: "flooding" };

export class MessageGuard<Message extends { type: string }> {
  readonly #rules: GuardRules<Message>;
  readonly #clock: Clock;
  readonly #limits: RelayLimits;
  readonly #total: TokenBucket;
  readonly #buckets = new Map<Family, TokenBucket>();
  readonly #invalidAtMs: number[] = [];

  constructor(rules: GuardRules<Message>, clock: Clock, limits: RelayLimits) {
    this.#rules = rules;
    this.#clock = clock;
    this.#limits = limits;
    this.#total = new TokenBucket(limits.messageRate, clock.now());
  }

  check(text: string): Checked<Message> {
    if (!this.mayTake()) return { kind: "flooding" };
    const json = parseJson(text);
    if (json === undefined) return { kind: "invalid", reason: "not JSON" };
    const parsed = this.#rules.schema.safeParse(json);
    if (!parsed.success) return { kind: "invalid", reason: reasonOf(parsed.error) };
    const message = parsed.data;
    const maxBytes = this.#rules.maxBytes(message.type);
    // No character takes more than three bytes per UTF-16 unit: counting is for those near the bound.
    if (text.length * 3 > maxBytes && Buffer.byteLength(text) > maxBytes) {
      return { kind: "invalid", reason: `${message.type} is larger than ${maxBytes} bytes` };
    }
    return this.#checkRate(message);
  }

  /** Counts a message of any kind; false: the socket floods. */
  mayTake(): boolean {
    return this.#total.take(this.#clock.now());
  }

  /** Counts an invalid message; true: that was one too many, and the socket is to be closed (1008). */
  noteInvalid(): boolean {
    const now = this.#clock.now();
    this.#invalidAtMs.push(now);
    if (this.#invalidAtMs.length < this.#limits.maxInvalidMessages) return false;
    const first = this.#invalidAtMs.shift() ?? now;
    return now - first < this.#limits.invalidWindowMs;
  }

  #checkRate(message: Message): Checked<Message> {
    const family = this.#rules.rates.families[message.type as Message["type"]];
    if (!family) return { kind: "valid", message };
    let bucket = this.#buckets.get(family);
    if (!bucket) {
      bucket = new TokenBucket(this.#rules.rates.limits[family], this.#clock.now());
      this.#buckets.set(family, bucket);
    }
    if (bucket.take(this.#clock.now())) return { kind: "valid", message };
    return this.#rules.rates.limits[family].excess === "close"
      ? { kind: "flooding" }
      : { kind: "limited", type: message.type };
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // A normal no: JSON has no `undefined`, so the answer is unambiguous.
    return undefined;
  }
}

/** The first fault, in a sentence that an author of a client can act on. */
function reasonOf(error: z.ZodError): string {
  const issue = error.issues[0];
  if (!issue) return "not as documented";
  const path = issue.path.join(".");
  return `${path ? `${path}: ` : ""}${issue.message}`.slice(0, 300);
}
