import { beforeEach, expect, test } from "bun:test";
import { isPasteStroke, PasteGate } from "./paste-gate.ts";

let done: string[];
let timeout: (() => void) | null;
let gate: PasteGate;
const step = (name: string) => () => void done.push(name);

beforeEach(() => {
  done = [];
  timeout = null;
  gate = new PasteGate({
    schedule(run) {
      timeout = run;
      return () => {
        timeout = null;
      };
    },
  });
});

test("the stroke and what follows it wait until the machine has what is pasted", async () => {
  const sending = Promise.withResolvers<boolean>();
  gate.begin(step("v down"));
  gate.pass(step("v up"));
  gate.pasted(sending.promise);
  expect(done).toEqual([]);
  sending.resolve(true);
  await sending.promise;
  expect(done).toEqual(["v down", "v up"]);
  gate.pass(step("a"));
  expect(done.at(-1)).toBe("a");
});

test("what did not arrive is not pasted, as that would paste what was there before", async () => {
  gate.begin(step("v down"));
  gate.pass(step("v up"));
  const sending = Promise.resolve(false);
  gate.pasted(sending);
  await sending;
  expect(done).toEqual(["v up"]);
});

test("where the browser pastes nothing, the stroke is one as any other", () => {
  gate.begin(step("v down"));
  timeout?.();
  expect(done).toEqual(["v down"]);
  expect(gate.isClosed).toBe(false);
});

test("what waits when the keyboard goes elsewhere is dropped", async () => {
  const sending = Promise.resolve(true);
  gate.begin(step("v down"));
  gate.pasted(sending);
  gate.clear();
  await sending;
  expect(done).toEqual([]);
});

const stroke = (of: Partial<Parameters<typeof isPasteStroke>[0]>) => ({
  code: "KeyV",
  key: "v",
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...of,
});

test("each system has its own strokes that paste", () => {
  expect(isPasteStroke(stroke({ ctrlKey: true }), "other")).toBe(true);
  expect(isPasteStroke(stroke({ ctrlKey: true, key: "V", shiftKey: true }), "windows")).toBe(true);
  expect(isPasteStroke(stroke({ shiftKey: true, key: "Insert", code: "Insert" }), "other")).toBe(true);
  expect(isPasteStroke(stroke({ metaKey: true }), "mac")).toBe(true);
  expect(isPasteStroke(stroke({ ctrlKey: true }), "mac")).toBe(false);
  expect(isPasteStroke(stroke({ ctrlKey: true, altKey: true }), "windows")).toBe(false);
  expect(isPasteStroke(stroke({}), "other")).toBe(false);
});
