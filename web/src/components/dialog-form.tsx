/** The form in a dialog: its fields, why it was refused, the button that does it and the one that leaves it. */
import type { JSX } from "solid-js";
import { Button } from "./button.tsx";
import { DialogActions } from "./dialog.tsx";
import { FormFailure } from "./form-failure.tsx";

export type DialogFormProps = {
  /** What the button does. */
  action: string;
  isBusy?: boolean;
  isDisabled?: boolean;
  /** Why the last try failed, where no field of the form says it. */
  error?: unknown;
  onSubmit: () => void;
  onCancel: () => void;
  children: JSX.Element;
};

export function DialogForm(props: DialogFormProps) {
  return (
    <form
      class="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        props.onSubmit();
      }}
    >
      {props.children}
      <FormFailure error={props.error} />
      <DialogActions>
        <Button type="submit" variant="primary" isBusy={props.isBusy} disabled={props.isDisabled}>
          {props.action}
        </Button>
        <Button variant="ghost" onClick={() => props.onCancel()}>
          Cancel
        </Button>
      </DialogActions>
    </form>
  );
}
