/** A small field that narrows a list while it is typed in. What is typed leads; the address follows. */
import Search from "lucide-solid/icons/search";
import { createEffect, on, onCleanup } from "solid-js";

/** A request for each keystroke would show lists that nobody reads. */
const PAUSE_MS = 250;

export type SearchFieldProps = {
  label: string;
  placeholder: string;
  text: string;
  onChange: (text: string) => void;
  /** Id of a list of suggestions. */
  list?: string;
};

export function SearchField(props: SearchFieldProps) {
  let input: HTMLInputElement | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const initial = props.text;
  const change = (text: string, pauseMs: number) => {
    clearTimeout(timer);
    timer = setTimeout(() => props.onChange(text), pauseMs);
  };
  onCleanup(() => clearTimeout(timer));
  createEffect(
    on(
      () => props.text,
      (text) => {
        if (input && input.value !== text && (document.activeElement !== input || text === "")) input.value = text;
      },
    ),
  );
  return (
    <div class="relative w-56 min-w-0 shrink-0 max-sm:w-auto max-sm:flex-1 max-sm:basis-32">
      <Search
        class="pointer-events-none absolute top-1/2 left-2.5 size-3.5 -translate-y-1/2 text-faint"
        aria-hidden="true"
      />
      <input
        ref={input}
        type="search"
        aria-label={props.label}
        placeholder={props.placeholder}
        autocomplete="off"
        spellcheck={false}
        list={props.list}
        value={initial}
        onInput={(event) => change(event.currentTarget.value, PAUSE_MS)}
        onKeyDown={(event) => {
          if (event.key === "Enter") change(event.currentTarget.value, 0);
          if (event.key === "Escape") document.getElementById("main")?.focus({ preventScroll: true });
        }}
        class="h-8 w-full rounded-md border border-line-strong bg-panel pr-2 pl-8 text-sm hover:border-muted focus-visible:border-focus focus-visible:outline-offset-0 pointer-coarse:h-10 [&::-webkit-calendar-picker-indicator]:hidden!"
      />
    </div>
  );
}
