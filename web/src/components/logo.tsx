/** The installation's logo, or the product's mark. */
import { Show } from "solid-js";
import { branding } from "../state/branding.ts";
import { classNames } from "./class-names.ts";

export function Logo(props: { class?: string }) {
  return (
    <Show when={branding().logo_url} fallback={<Mark class={props.class} />}>
      {(url) => <img src={url()} alt="" class={classNames(props.class, "rounded-sm object-contain")} />}
    </Show>
  );
}

function Mark(props: { class?: string }) {
  return (
    <svg viewBox="0 0 32 32" class={props.class} aria-hidden="true">
      <rect width="32" height="32" rx="8" class="fill-accent" />
      <g fill="none" class="stroke-on-accent" stroke-width="2">
        <path d="M8 10.500A1.500 1.500 0 0 1 9.500 9h13a1.500 1.500 0 0 1 1.500 1.500v8a1.500 1.500 0 0 1-1.500 1.500h-13A1.500 1.500 0 0 1 8 18.500z" />
        <path d="M13 24h6" stroke-linecap="round" />
      </g>
      <path d="m14 12 5 2.600-2.200.7-.9 2.200z" class="fill-on-accent" />
    </svg>
  );
}
