/** Six-character codes, as people read them out and type them. */
import { SESSION_CODE_ALPHABET, SESSION_CODE_LENGTH } from "../../protocol/limits.ts";

/** Any case, with blanks or dashes. null: cannot be one. */
export function normalizedCode(text: string): string | null {
  const code = text.toUpperCase().replace(/[\s-]/g, "");
  const isCode =
    code.length === SESSION_CODE_LENGTH && [...code].every((letter) => SESSION_CODE_ALPHABET.includes(letter));
  return isCode ? code : null;
}
