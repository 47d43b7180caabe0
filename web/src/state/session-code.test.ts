import { describe, expect, test } from "bun:test";
import { isCompleteCode, normaliseCode, placeInCells } from "./session-code.ts";

const EMPTY = ["", "", "", "", "", ""];

describe("a code that was typed or pasted", () => {
  test("is read in either case and with any separators", () => {
    for (const text of ["abcdef", "ABC-DEF", " abc def ", "a-b-c-d-e-f"]) expect(normaliseCode(text)).toBe("ABCDEF");
  });

  test("is found in a sentence", () => {
    expect(normaliseCode("Hello, my code: h7k-mq2, thanks")).toBe("H7KMQ2");
  });

  test("loses the characters that no code has", () => {
    expect(normaliseCode("0O1I")).toBe("");
    expect(normaliseCode("A0B")).toBe("AB");
  });

  test("has six characters at most", () => {
    expect(normaliseCode("ABCDEFGH")).toHaveLength(6);
  });
});

test("a code is complete with six characters", () => {
  expect(isCompleteCode("ABCDE")).toBe(false);
  expect(isCompleteCode("ABCDEF")).toBe(true);
});

describe("six cells", () => {
  test("take one character and lead to the next cell", () => {
    expect(placeInCells(EMPTY, 1, "k")).toEqual({ cells: ["", "K", "", "", "", ""], next: 2 });
  });

  test("stay at the last cell when all are full", () => {
    expect(placeInCells(["A", "B", "C", "D", "E", ""], 5, "f")).toEqual({
      cells: ["A", "B", "C", "D", "E", "F"],
      next: 5,
    });
  });

  test("take a whole code from the first cell on, wherever it was pasted", () => {
    expect(placeInCells(["X", "", "", "", "", ""], 3, "abc-def").cells).toEqual(["A", "B", "C", "D", "E", "F"]);
  });

  test("stay as they are for what is no character of a code", () => {
    expect(placeInCells(["A", "", "", "", "", ""], 1, "0")).toEqual({ cells: ["A", "", "", "", "", ""], next: 1 });
  });
});
