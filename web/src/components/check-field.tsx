/** A box to tick, with what it means beside it. */
import { createUniqueId, type JSX, Show } from "solid-js";

export type CheckFieldProps = {
  label: string;
  hint?: JSX.Element;
  checked: boolean;
  onChange: (isChecked: boolean) => void;
  disabled?: boolean;
};

export function CheckField(props: CheckFieldProps) {
  const id = createUniqueId();
  return (
    <div class="flex items-start gap-2.5">
      <input
        id={id}
        type="checkbox"
        class="mt-0.5 size-4 shrink-0 cursor-pointer accent-accent pointer-coarse:size-5"
        checked={props.checked}
        disabled={props.disabled}
        aria-describedby={props.hint ? `${id}-hint` : undefined}
        onChange={(event) => {
          props.onChange(event.currentTarget.checked);
          // What is shown is what holds, also where the change was refused.
          event.currentTarget.checked = props.checked;
        }}
      />
      <div class="min-w-0">
        <label for={id} class="cursor-pointer text-sm font-medium">
          {props.label}
        </label>
        <Show when={props.hint}>
          <p id={`${id}-hint`} class="text-xs text-muted">
            {props.hint}
          </p>
        </Show>
      </div>
    </div>
  );
}
