/** Rows for what our own parts measure alone (damage to bytes, fan-out): each figure by its path in the result. */
import { figure } from "./table.ts";

export function componentRows(name: string, result: unknown): string[][] {
  if (typeof result === "number") return [[name, figure(result, ""), ""]];
  if (typeof result !== "object" || result === null) return [];
  return Object.entries(result).flatMap(([key, value]) => componentRows(`${name} ${titleOf(result, key)}`, value));
}

/** An entry of a list is named by its own label, not by its number. */
function titleOf(parent: object, key: string): string {
  if (!Array.isArray(parent)) return key;
  const entry: unknown = parent[Number(key)];
  const label =
    typeof entry === "object" && entry !== null ? Object.values(entry).find((v) => typeof v === "string") : key;
  return String(label ?? key);
}
