/** A plain table for short lists (sessions, tokens): on narrow screens a row becomes a block with its most telling cells. */
import { For, type JSX } from "solid-js";
import { classNames } from "./class-names.ts";
import { RowsById } from "./rows-by-id.tsx";

export type Column<Row> = {
  title: string;
  /** For screen readers only: a column of buttons needs no visible title. */
  isTitleHidden?: boolean;
  /** As `children` of RowsById. */
  cell: (row: Row) => JSX.Element;
  /** Below this width of the page the column goes. */
  from?: "sm" | "md" | "lg";
  class?: string;
};

const SHOWN_FROM = { sm: "max-sm:hidden", md: "max-md:hidden", lg: "max-lg:hidden" } as const;

type TableProps<Row> = { label: string; columns: readonly Column<Row>[]; rows: readonly Row[] };
type Identified = { id: string };

export function Table<Row extends Identified>(props: TableProps<Row>): JSX.Element;
/** For rows that are named by something else than their `id`. */
export function Table<Row extends object>(props: TableProps<Row> & { idOf: (row: Row) => string }): JSX.Element;
export function Table(props: TableProps<Identified> & { idOf?: (row: Identified) => string }) {
  const cellClass = (column: Column<Identified>) =>
    classNames("px-4 first:pl-4 last:pr-3", column.from && SHOWN_FROM[column.from], column.class);
  return (
    <div class="overflow-hidden rounded-lg border border-line bg-panel">
      <table class="w-full border-collapse text-left text-sm" aria-label={props.label}>
        <thead>
          <tr class="border-b border-line">
            <For each={props.columns}>
              {(column) => (
                <th scope="col" class={classNames(cellClass(column), "h-9 text-xs font-medium text-faint")}>
                  <span class={column.isTitleHidden ? "sr-only" : undefined}>{column.title}</span>
                </th>
              )}
            </For>
          </tr>
        </thead>
        <tbody>
          <RowsById rows={props.rows} idOf={(row) => props.idOf?.(row) ?? row.id}>
            {(row) => (
              <tr class="border-b border-line last:border-b-0 hover:bg-hover">
                <For each={props.columns}>
                  {(column) => <td class={classNames(cellClass(column), "h-11 py-1.5")}>{column.cell(row)}</td>}
                </For>
              </tr>
            )}
          </RowsById>
        </tbody>
      </table>
    </div>
  );
}
