import { expect, test } from "bun:test";
import { keepEqual } from "./keep-equal.ts";

const ada = { id: "a", name: "Ada", groups: [{ group_id: "g", name: "North" }] };
const bob = { id: "b", name: "Bob", groups: [] };
const again = <Data>(data: Data): Data => structuredClone(data);

test("what says the same is the same, all the way down", () => {
  const shown = { pages: [{ items: [ada, bob], next_cursor: null }], pageParams: [null] };
  expect(keepEqual(shown, again(shown))).toBe(shown);
});

test("rows stay what they are below one that is new, and where one is gone", () => {
  const eve = { id: "e", name: "Eve", groups: [] };
  const longer = keepEqual([ada, bob], again([eve, ada, bob]));
  expect(longer).toEqual([eve, ada, bob]);
  expect(longer[1]).toBe(ada);
  expect(longer[2]).toBe(bob);
  const shorter = keepEqual([ada, bob], again([bob]));
  expect(shorter).toEqual([bob]);
  expect(shorter[0]).toBe(bob);
});

test("a row that changed is a new one, with what did not change in it", () => {
  const [changed, other] = keepEqual([ada, bob], again([{ ...ada, name: "Ada B." }, bob]));
  expect(changed).toEqual({ ...ada, name: "Ada B." });
  expect(changed).not.toBe(ada);
  expect(changed?.groups).toBe(ada.groups);
  expect(other).toBe(bob);
});

test("a field that is gone, or became undefined, is a change", () => {
  const shown: { id: string; note?: string } = { id: "a", note: "n" };
  expect(keepEqual(shown, { id: "a" })).toEqual({ id: "a" });
  expect(keepEqual<{ one?: number; two?: number }>({ one: undefined }, { two: undefined })).toEqual({ two: undefined });
});

test("plain values are taken by their place, and what is no plain data as it comes", () => {
  expect(keepEqual(["a", "b"], ["a", "c"])).toEqual(["a", "c"]);
  const fresh = new Uint8Array([1]);
  expect(keepEqual(new Uint8Array([1]), fresh)).toBe(fresh);
  expect(keepEqual<object | null>(ada, null)).toBeNull();
  expect(keepEqual(undefined, bob)).toBe(bob);
});
