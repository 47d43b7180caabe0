import { expect, test } from "bun:test";
import { PasteQueue } from "./paste-queue.ts";

function arrange() {
  const sent: string[] = [];
  return { sent, queue: new PasteQueue((data) => sent.push(data)) };
}

test("what is typed goes at once", () => {
  const { sent, queue } = arrange();
  queue.push("l");
  queue.push("s\r");
  expect(sent).toEqual(["l", "s\r"]);
});

test("a long paste goes in pieces as the machine takes them, whole and in order", () => {
  const { sent, queue } = arrange();
  const text = Array.from({ length: 300_000 }, (_, at) => String(at % 10)).join("");
  queue.push(text);
  queue.push("\r");
  expect(sent).toHaveLength(8);
  for (let at = 0; at < sent.length; at++) queue.taken(sent[at]?.length ?? 0);
  expect(sent.join("")).toBe(`${text}\r`);
  expect(queue.waitingUnits).toBe(0);
});

test("what waited is forgotten when the connection is", () => {
  const { sent, queue } = arrange();
  queue.push("x".repeat(300_000));
  queue.clear();
  queue.push("y");
  expect(sent.at(-1)).toBe("y");
});
