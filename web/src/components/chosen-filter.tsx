/** Something that a list is narrowed to by a link rather than in a field; it can be let go. */
import X from "lucide-solid/icons/x";
import type { JSX } from "solid-js";

export function ChosenFilter(props: { label: string; onClear: () => void; children: JSX.Element }) {
  return (
    <span class="inline-flex h-8 max-w-64 items-center gap-1.5 rounded-md border border-line-strong bg-panel pl-2.5 text-xs font-medium pointer-coarse:h-10">
      <span class="text-muted">{props.label}</span>
      <span class="truncate">{props.children}</span>
      <button
        type="button"
        aria-label={`Do not narrow by "${props.label}"`}
        onClick={() => props.onClear()}
        class="inline-flex h-full w-7 shrink-0 items-center justify-center text-muted hover:text-text"
      >
        <X class="size-3.5" aria-hidden="true" />
      </button>
    </span>
  );
}
