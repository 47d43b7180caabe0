import { expect, test } from "bun:test";
import { typeText } from "./type-text.ts";

function type(text: string, { failAfter = Number.POSITIVE_INFINITY, abortAfter = Number.POSITIVE_INFINITY } = {}) {
  const keys: string[] = [];
  const steps: number[] = [];
  const abort = new AbortController();
  const typing = typeText(text, {
    send(message) {
      if (keys.length >= failAfter || message.type !== "key_press") return false;
      keys.push(message.key);
      if (keys.length >= abortAfter) abort.abort();
      return true;
    },
    progress: (typed) => void steps.push(typed),
    wait: () => Promise.resolve(),
    signal: abort.signal,
  });
  return { typing, keys, steps };
}

test("every character goes as a key, line ends and tabs as the keys of that name", async () => {
  const { typing, keys } = type("a\r\nb\té😀");
  expect(await typing).toBe(6);
  expect(keys).toEqual(["a", "Enter", "b", "Tab", "é", "😀"]);
});

test("progress is told as it goes on", async () => {
  const { typing, steps } = type("x".repeat(25));
  await typing;
  expect(steps).toEqual([10, 20, 25]);
});

test("it ends where it is cancelled, and where the connection breaks", async () => {
  expect(await type("x".repeat(25), { abortAfter: 12 }).typing).toBe(12);
  expect(await type("x".repeat(25), { failAfter: 3 }).typing).toBe(3);
});
