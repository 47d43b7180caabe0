/** A session's chat as this page knows it: the relay's history and what is said since, and what became of each. */
import type { ChatLine, ViewerInbound } from "../../../../protocol/messages/relay-to-viewer.ts";

/** `isSending`: the relay has not said it back yet. */
export type ShownLine = ChatLine & { isSending?: boolean };

type Said = Extract<ViewerInbound, { type: "chat_message" }>;
type Receipt = Extract<ViewerInbound, { type: "chat_receipt" }>;

/** By its id a line that is there already is the same line. */
export function withLine(lines: readonly ShownLine[], line: ShownLine): ShownLine[] {
  const at = lines.findIndex(({ id }) => id === line.id);
  if (at < 0) return [...lines, line];
  return lines.map((one, index) => (index === at ? { ...line, receipt: line.receipt ?? one.receipt } : one));
}

/** What a relay before this one, or an agent of another make, leaves out is filled in. */
export function lineOf({ id, text, from, sent_at }: Said): ShownLine {
  return {
    id: id ?? crypto.randomUUID(),
    text,
    from: from ?? { kind: "person", name: "" },
    sent_at: sent_at ?? new Date().toISOString(),
  };
}

export function withReceipt(lines: readonly ShownLine[], { id, state, message }: Receipt): ShownLine[] {
  const receipt = { state, ...(message !== undefined && { message }) };
  return lines.map((line) => (line.id === id ? { ...line, isSending: false, receipt } : line));
}

/** The history counts; what is still on its way from here stays, at the end. */
export function withHistory(lines: readonly ShownLine[], history: readonly ChatLine[]): ShownLine[] {
  const known = new Set(history.map(({ id }) => id));
  return [...history, ...lines.filter(({ id, isSending }) => isSending && !known.has(id))];
}
