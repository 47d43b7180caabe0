/** A list whose rows are the same elements for as long as their id is in it: what changes in a row changes in place. */
import { createMemo, For, type JSX, mergeProps } from "solid-js";

export type RowsByIdProps<Row extends object> = {
  rows: readonly Row[];
  idOf: (row: Row) => string;
  /** `row` reads like the row and is always its newest: read its fields where they are shown, and do not take it apart. */
  children: (row: Row) => JSX.Element;
  fallback?: JSX.Element;
};

export function RowsById<Row extends object>(props: RowsByIdProps<Row>) {
  const byId = createMemo(() => new Map(props.rows.map((row) => [props.idOf(row), row])));
  const ids = createMemo(() => [...byId().keys()]);
  return (
    <For each={ids()} fallback={props.fallback}>
      {(id) => {
        // A row that has gone may be named once more by a dialog or a notice: as it was last.
        const newest = createMemo<Row | undefined>((last) => byId().get(id) ?? last);
        return props.children(asRow(newest));
      }}
    </For>
  );
}

/** An id is only ever looked up while, or after, its row is there: there is always one to read. */
function asRow<Row extends object>(newest: () => Row | undefined): Row {
  return mergeProps(newest) as Row;
}
