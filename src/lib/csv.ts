/** Tables as text that spreadsheets open: RFC 4180, and no cell that one of them would run. */

/** Characters that begin a formula; a tab or a line's end before one is skipped by some readers. */
const BEGINS_FORMULA = /^[=+\-@\t\r]/;

export type CsvCell = string | number | null;

/** One record with its line's end. A cell that would be a formula gets an apostrophe before it. */
export function csvRecord(cells: readonly CsvCell[]): string {
  return `${cells.map(cellOf).join(",")}\r\n`;
}

function cellOf(cell: CsvCell): string {
  if (cell === null) return "";
  if (typeof cell === "number") return String(cell);
  const safe = BEGINS_FORMULA.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
