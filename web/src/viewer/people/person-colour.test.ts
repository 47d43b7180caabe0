import { expect, test } from "bun:test";
import { personColours } from "./person-colour.ts";

const people = (...names: string[]) => names.map((name, index) => ({ id: String(index), name }));

test("a person has the same colour in every session", () => {
  const alone = personColours(people("Grace Hopper")).get("0");
  expect(personColours(people("Grace Hopper", "Ada Lovelace")).get("0")).toEqual(alone);
});

test("up to six people have six colours, whatever their names", () => {
  const colours = personColours(people("Ada", "Ada", "Ada", "Grace", "Linus", "Edsger"));
  expect(new Set(colours.values()).size).toBe(6);
});

test("a seventh gets one all the same", () => {
  expect(personColours(people(..."abcdefgh")).size).toBe(8);
});
