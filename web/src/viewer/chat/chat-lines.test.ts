import { expect, test } from "bun:test";
import { lineOf, type ShownLine, withHistory, withLine, withReceipt } from "./chat-lines.ts";

const line = (id: string, more: Partial<ShownLine> = {}): ShownLine => ({
  id,
  text: id,
  from: { kind: "technician", name: "Ada" },
  sent_at: "2026-01-02T03:04:05.000Z",
  ...more,
});

test("what comes back from the relay takes the place of what was sent", () => {
  const lines = withLine([line("a"), line("b", { isSending: true })], line("b"));
  expect(lines).toEqual([line("a"), { ...line("b"), receipt: undefined }]);
});

test("a receipt belongs to its line", () => {
  const [first, second] = withReceipt([line("a"), line("b")], {
    type: "chat_receipt",
    id: "b",
    state: "failed",
    message: "nobody there",
  });
  expect(first?.receipt).toBeUndefined();
  expect(second?.receipt).toEqual({ state: "failed", message: "nobody there" });
});

test("the history replaces what was known, and loses nothing that is on its way", () => {
  const lines = withHistory([line("old"), line("mine", { isSending: true })], [line("a")]);
  expect(lines.map(({ id }) => id)).toEqual(["a", "mine"]);
});

test("a message of another make of agent is the person's", () => {
  expect(lineOf({ type: "chat_message", text: "hi" })).toMatchObject({ text: "hi", from: { kind: "person" } });
});
