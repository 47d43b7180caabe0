/** What is typed or pasted as a session code: case-blind, separators ignored, letters that no code has left out. */
import { SESSION_CODE_ALPHABET, SESSION_CODE_LENGTH } from "../../../protocol/limits.ts";

/** At most six characters of the alphabet. Takes "abc-def", "ABC DEF" and a whole sentence's "code: abcdef" alike. */
export function normaliseCode(text: string): string {
  const upper = text.toUpperCase();
  const whole = upper.match(/(?<![A-Z0-9])[A-Z0-9]{3}[\s-]?[A-Z0-9]{3}(?![A-Z0-9])/g)?.map(keepAlphabet);
  const fitting = whole?.filter((candidate) => candidate.length === SESSION_CODE_LENGTH);
  // Words of six letters look like codes, too; most codes have a digit.
  const exact = fitting?.findLast((candidate) => /\d/.test(candidate)) ?? fitting?.at(-1);
  return (exact ?? keepAlphabet(upper)).slice(0, SESSION_CODE_LENGTH);
}

export function isCompleteCode(code: string): boolean {
  return code.length === SESSION_CODE_LENGTH;
}

/** Puts what was typed or pasted at `index` of the cells; answers the new cells and where the cursor goes. */
export function placeInCells(cells: readonly string[], index: number, text: string): { cells: string[]; next: number } {
  const typed = normaliseCode(text);
  const start = typed.length === SESSION_CODE_LENGTH ? 0 : index;
  const result = [...cells];
  let at = start;
  for (const character of typed) {
    if (at >= SESSION_CODE_LENGTH) break;
    result[at] = character;
    at += 1;
  }
  return { cells: result, next: Math.min(at, SESSION_CODE_LENGTH - 1) };
}

function keepAlphabet(text: string): string {
  return [...text].filter((character) => SESSION_CODE_ALPHABET.includes(character)).join("");
}
