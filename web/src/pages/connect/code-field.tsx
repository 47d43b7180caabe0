/** Six cells for six characters: typing moves on, Backspace moves back, a paste fills all. Letters of either case. */
import { createEffect, createSignal, Index, on, onMount } from "solid-js";
import { SESSION_CODE_LENGTH } from "../../../../protocol/limits.ts";
import { classNames } from "../../components/class-names.ts";
import { placeInCells } from "../../state/session-code.ts";

export type CodeFieldProps = {
  value: string;
  isInvalid: boolean;
  describedBy: string;
  onChange: (code: string) => void;
  /** The last cell was filled. */
  onComplete: (code: string) => void;
};

const NO_CELLS: readonly string[] = Array.from({ length: SESSION_CODE_LENGTH }, () => "");

export function CodeField(props: CodeFieldProps) {
  const inputs: HTMLInputElement[] = [];
  const [cells, setCells] = createSignal<readonly string[]>(NO_CELLS);
  onMount(() => inputs[0]?.focus());
  createEffect(
    on(
      () => props.isInvalid,
      (isInvalid) => {
        if (isInvalid) inputs[0]?.select();
      },
    ),
  );

  const change = (next: readonly string[]) => {
    setCells(next);
    props.onChange(next.join(""));
    if (next.every(Boolean)) props.onComplete(next.join(""));
  };

  const type = (index: number, text: string) => {
    const placed = placeInCells(cells(), index, text);
    const element = inputs[index];
    // What is no character of a code leaves the cell as it was.
    if (element) element.value = placed.cells[index] ?? "";
    if (placed.cells.join() === cells().join() && placed.next === index) return;
    inputs[placed.next]?.focus();
    inputs[placed.next]?.select();
    change(placed.cells);
  };

  const onKeyDown = (index: number, event: KeyboardEvent) => {
    if (event.key === "Backspace") {
      event.preventDefault();
      const target = cells()[index] ? index : Math.max(0, index - 1);
      inputs[target]?.focus();
      change(cells().map((cell, at) => (at === target ? "" : cell)));
    } else if (event.key === "ArrowLeft" || event.key === "ArrowRight") {
      event.preventDefault();
      const target = inputs[index + (event.key === "ArrowLeft" ? -1 : 1)];
      target?.focus();
      target?.select();
    }
  };

  return (
    <fieldset class="flex gap-1.5 sm:gap-2" aria-describedby={props.describedBy}>
      <legend class="sr-only">Session code</legend>
      <Index each={cells()}>
        {(cell, index) => (
          <input
            ref={(element) => {
              inputs[index] = element;
            }}
            value={cell()}
            aria-label={`Character ${index + 1} of ${SESSION_CODE_LENGTH}`}
            aria-invalid={props.isInvalid ? "true" : undefined}
            autocomplete={index === 0 ? "one-time-code" : "off"}
            autocapitalize="characters"
            inputmode="text"
            spellcheck={false}
            class={classNames(
              "h-14 w-11 rounded-lg border border-line-strong bg-panel text-center font-mono text-xl font-semibold uppercase sm:h-16 sm:w-14",
              "focus-visible:border-focus focus-visible:outline-offset-0 aria-invalid:border-danger",
              index === 2 && "mr-2 sm:mr-3",
            )}
            onFocus={(event) => event.currentTarget.select()}
            onInput={(event) => type(index, event.currentTarget.value)}
            onPaste={(event) => {
              event.preventDefault();
              type(index, event.clipboardData?.getData("text") ?? "");
            }}
            onKeyDown={(event) => onKeyDown(index, event)}
          />
        )}
      </Index>
    </fieldset>
  );
}
