/** The field that filters by text. "/" goes there from anywhere on the page, as in most lists on the web. */
import Search from "lucide-solid/icons/search";
import { createEffect, on } from "solid-js";
import { createShortcuts } from "../../components/shortcuts/create-shortcuts.ts";

export function FilterText(props: { text: string; onChange: (text: string) => void }) {
  let input: HTMLInputElement | undefined;
  const initial = props.text;
  createShortcuts({ filter: () => input?.focus() });
  // What is being typed leads; the address follows, and is followed only where it changed otherwise (back, "Clear").
  createEffect(
    on(
      () => props.text,
      (text) => {
        if (input && input.value !== text && (document.activeElement !== input || text === "")) input.value = text;
      },
    ),
  );
  return (
    <div class="relative w-64 min-w-0 shrink-0 max-lg:w-auto max-lg:flex-1">
      <Search
        class="pointer-events-none absolute top-1/2 left-2.5 size-3.5 -translate-y-1/2 text-faint"
        aria-hidden="true"
      />
      <input
        ref={input}
        type="search"
        aria-label="Filter machines"
        placeholder="Filter by name, user, tag…"
        autocomplete="off"
        spellcheck={false}
        value={initial}
        onInput={(event) => props.onChange(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === "Escape") document.getElementById("main")?.focus({ preventScroll: true });
        }}
        class="h-8 w-full rounded-md border border-line-strong bg-panel pr-2 pl-8 text-sm hover:border-muted focus-visible:border-focus focus-visible:outline-offset-0 pointer-coarse:h-10 [&::-webkit-search-cancel-button]:hidden"
      />
    </div>
  );
}
