/** Tables as text that spreadsheets open: RFC 4180, and no cell that one of them would run. */

/**
 * Where a formula would begin, with the space before it that readers skip, and the wide forms that some of them take for the
 * plain ones. Not at the cell's beginning only: a spreadsheet whose separator is ";" or a tab, as in much of Europe, sees no
 * quotes in the middle of what it takes for a cell, and begins one of its own there.
 */
const BEGINS_FORMULA = /^(?=[\t\r\n])|(?<=^|[;\t\r\n])(?=\s*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20])/g;

/** Moves a terminal's cursor, or is dropped before a formula: shown as what could not be read. Lines may break. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const CONTROL = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]/g;

export type CsvCell = string | number | null;

/** One record with its line's end. What would be a formula gets an apostrophe before it. */
export function csvRecord(cells: readonly CsvCell[]): string {
  return `${cells.map(cellOf).join(",")}\r\n`;
}

function cellOf(cell: CsvCell): string {
  if (cell === null) return "";
  if (typeof cell === "number") return String(cell);
  const safe = cell.replace(CONTROL, "\uFFFD").replace(BEGINS_FORMULA, "'");
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
