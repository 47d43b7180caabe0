/** Lists by pages: a cursor is the sort key of the last row, opaque to clients. */
import { ServiceFailure } from "./failures.ts";

export type Page<Item> = { items: Item[]; next_cursor: string | null };

/** @param rows one more than the page holds, if there are more */
export function pageOf<Row, Item>(
  rows: readonly Row[],
  limit: number,
  shape: (row: Row) => Item,
  keyOf: (row: Row) => readonly string[],
): Page<Item> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const next_cursor = rows.length > limit && last !== undefined ? encodeCursor(keyOf(last)) : null;
  return { items: shown.map(shape), next_cursor };
}

function encodeCursor(key: readonly string[]): string {
  return Buffer.from(JSON.stringify(key)).toString("base64url");
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/**
 * @param length of the key; its last part is an id
 * @throws ServiceFailure for what we did not hand out
 */
export function decodeCursor(cursor: string, length: number): string[] {
  try {
    const key: unknown = JSON.parse(Buffer.from(cursor, "base64url").toString());
    const isKey = Array.isArray(key) && key.length === length && key.every((part) => typeof part === "string");
    if (isKey && UUID.test(key.at(-1) ?? "")) return key;
  } catch {
    // Not JSON: answered like any other cursor that is none of ours.
  }
  throw new ServiceFailure("invalid_request", "cursor: use the next_cursor of the page before, unchanged");
}
