/** A box that selects a row or a card; a click with Shift selects up to it. */
import { createEffect } from "solid-js";

export type SelectBoxProps = {
  label: string;
  isChecked: boolean;
  /** Some of what it stands for. */
  isPartly?: boolean;
  tabindex?: number;
  onToggle: (isRange: boolean) => void;
};

export function SelectBox(props: SelectBoxProps) {
  return (
    <input
      ref={(box) =>
        createEffect(() => {
          box.indeterminate = props.isPartly === true;
        })
      }
      type="checkbox"
      class="size-4 shrink-0 cursor-pointer accent-accent pointer-coarse:size-5"
      aria-label={props.label}
      tabindex={props.tabindex}
      checked={props.isChecked}
      onClick={(event) => {
        props.onToggle(event.shiftKey);
        // What is selected decides how the box looks: a click with Shift on one that is selected leaves it so.
        event.currentTarget.checked = props.isChecked;
      }}
    />
  );
}
