/** Grey shapes of what is coming. Hidden from screen readers, which are told "Loading" once. */
import { Index, type JSX } from "solid-js";
import { classNames } from "./class-names.ts";

export function Skeleton(props: { class?: string }) {
  return <span class={classNames("block animate-breathe rounded-sm bg-active", props.class)} aria-hidden="true" />;
}

export function SkeletonRows(props: { count: number; label: string; row: (index: number) => JSX.Element }) {
  return (
    <div role="status" aria-label={props.label}>
      <Index each={Array.from({ length: props.count })}>{(_, index) => props.row(index)}</Index>
    </div>
  );
}
