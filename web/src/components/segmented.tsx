/** One choice of a few, all of them visible. Arrow keys move, as in any group of radio buttons. */
import { createUniqueId, For, type JSX } from "solid-js";
import { classNames } from "./class-names.ts";

export type SegmentedProps<Value extends string> = {
  label: string;
  value: Value;
  options: readonly { value: Value; label: string; icon?: JSX.Element; count?: number }[];
  onChange: (value: Value) => void;
  /** Only the icons show; the labels stay for screen readers. */
  isIconOnly?: boolean;
};

export function Segmented<Value extends string>(props: SegmentedProps<Value>) {
  const group = createUniqueId();
  return (
    <fieldset class="inline-flex h-8 shrink-0 items-center rounded-md border border-line bg-panel p-0.5 pointer-coarse:h-10">
      <legend class="sr-only">{props.label}</legend>
      <For each={props.options}>
        {(option) => (
          <label
            class={classNames(
              "relative inline-flex h-full cursor-pointer items-center gap-1.5 rounded-sm px-2.5 text-xs font-medium transition-colors",
              "has-focus-visible:outline-2 has-focus-visible:outline-focus",
              props.value === option.value ? "bg-active text-text" : "text-muted hover:text-text",
            )}
            title={props.isIconOnly ? option.label : undefined}
          >
            <input
              type="radio"
              class="absolute inset-0 cursor-pointer opacity-0"
              name={group}
              checked={props.value === option.value}
              onChange={() => props.onChange(option.value)}
            />
            {option.icon}
            <span class={props.isIconOnly ? "sr-only" : undefined}>{option.label}</span>
          </label>
        )}
      </For>
    </fieldset>
  );
}
