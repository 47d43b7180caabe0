import { expect, test } from "bun:test";
import { presenceChanges } from "./people-state.ts";

const person = (id: string, you = false) => ({ id, name: id.toUpperCase(), view_only: false, ...(you && { you }) });

test("who came and who went is told, and never oneself", () => {
  const changes = presenceChanges([person("a"), person("me", true)], [person("b"), person("me2", true)]);
  expect(changes.joined.map(({ id }) => id)).toEqual(["b"]);
  expect(changes.left.map(({ id }) => id)).toEqual(["a"]);
});

test("where nobody came or went there is nothing to tell", () => {
  expect(presenceChanges([person("a")], [person("a")])).toEqual({ joined: [], left: [] });
});
