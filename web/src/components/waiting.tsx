/** Says what is being waited for, with a dot that breathes. Read out when it appears. */
import type { JSX } from "solid-js";
import { classNames } from "./class-names.ts";

export function Waiting(props: { children: JSX.Element; class?: string }) {
  return (
    <p class={classNames("flex gap-2 text-sm text-muted", props.class)} role="status">
      <span class="mt-1.5 size-2 shrink-0 animate-breathe rounded-full bg-busy" aria-hidden="true" />
      <span>{props.children}</span>
    </p>
  );
}
