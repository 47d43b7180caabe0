/** A session's chat: stamps who said what and when, keeps the newest of it for whoever comes, and what became of each. */
import { MAX_CHAT_HISTORY_BYTES, MAX_CHAT_HISTORY_MESSAGES } from "../../protocol/limits.ts";
import type { AgentMessage } from "../../protocol/messages/agent-to-relay.ts";
import type { ChatAuthor } from "../../protocol/messages/fields.ts";
import type { ChatLine } from "../../protocol/messages/relay-to-viewer.ts";
import type { Clock } from "./clock.ts";
import { forwardText, type ViewerInput, withAuthor } from "./forwarding.ts";
import type { ViewerLink } from "./links.ts";
import { errorText } from "./notices.ts";

export type ViewerChat = Extract<ViewerInput, { type: "chat_message" }>;
type AgentChat = Extract<AgentMessage, { type: "chat_message" }>;
type Receipt = Extract<AgentMessage, { type: "chat_receipt" }>;

export class SessionChat {
  readonly #clock: Clock;
  readonly #lines = new Map<string, ChatLine>();
  #bytes = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** @returns the technician's message as everybody is told it */
  fromViewer(name: string, message: ViewerChat): ChatLine {
    return this.#keep(message.text, { kind: "technician", name }, message.id);
  }

  /** Whatever the agent claims, it is the person at the machine who speaks; only their name is taken over. */
  fromAgent(message: AgentChat): ChatLine {
    return this.#keep(message.text, { kind: "person", name: message.from?.name ?? "" }, message.id);
  }

  /** @returns false where no technician said what it is about */
  noteReceipt({ id, state, message }: Receipt): boolean {
    const line = this.#lines.get(id);
    if (line?.from.kind !== "technician") return false;
    line.receipt = { state, ...(message !== undefined && { message }) };
    return true;
  }

  /** As text for a viewer that comes; null: nothing was said yet. */
  history(): string | null {
    if (this.#lines.size === 0) return null;
    return JSON.stringify({ type: "chat_history", messages: [...this.#lines.values()] });
  }

  #keep(text: string, from: ChatAuthor, wantedId: string | undefined): ChatLine {
    // An id that is taken would put one message in another's place.
    const id = wantedId !== undefined && !this.#lines.has(wantedId) ? wantedId : crypto.randomUUID();
    const line: ChatLine = { id, text, from, sent_at: this.#clock.isoTime() };
    this.#lines.set(id, line);
    this.#bytes += sizeOf(line);
    for (const [oldestId, oldest] of this.#lines) {
      if (this.#lines.size <= MAX_CHAT_HISTORY_MESSAGES && this.#bytes <= MAX_CHAT_HISTORY_BYTES) break;
      this.#lines.delete(oldestId);
      this.#bytes -= sizeOf(oldest);
    }
    return line;
  }
}

/** The line without its id and name is a few hundred bytes at most: its text decides. */
function sizeOf({ text }: ChatLine): number {
  return Buffer.byteLength(text);
}

export function chatText({ id, text, from, sent_at }: ChatLine): string {
  return JSON.stringify({ type: "chat_message", id, text, from, sent_at });
}

/** For the agent, with who said it. */
export function forwardedChat(
  { id, text, from }: ChatLine,
  sessionId: string,
  viewer: ViewerLink,
  nowMs: number,
): string {
  return withAuthor(forwardText({ type: "chat_message", text, id }, sessionId, viewer, nowMs), from);
}

export function failedReceiptText(id: string, message: string): string {
  return JSON.stringify({ type: "chat_receipt", id, state: "failed", message });
}

/** What a viewer is told whose message nobody can take now. */
export function notTakenText(message: ViewerInput, isAgentThere: boolean): string {
  const detail = isAgentThere ? "the person at the machine has not agreed yet" : "the machine is not connected";
  if (message.type === "chat_message" && message.id !== undefined) return failedReceiptText(message.id, detail);
  return errorText(isAgentThere ? "waiting_consent" : "agent_offline", `${message.type}: ${detail}`);
}
