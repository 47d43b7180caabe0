/** The name of a passkey, new or old. */
import { createEffect, createSignal, on } from "solid-js";
import { MAX_NAME_LENGTH } from "../../../../../protocol/limits.ts";
import type { Passkey } from "../../../../../protocol/rest/sign-in.ts";
import { Dialog } from "../../../components/dialog.tsx";
import { DialogForm } from "../../../components/dialog-form.tsx";
import { TextField } from "../../../components/field.tsx";

export type PasskeyNameDialogProps = {
  named: "new" | Passkey | null;
  isBusy: boolean;
  onClose: () => void;
  onName: (name: string) => void;
};

export function PasskeyNameDialog(props: PasskeyNameDialogProps) {
  const [name, setName] = createSignal("");
  createEffect(
    on(
      () => props.named,
      (named) => setName(named === "new" || named === null ? "" : named.name),
    ),
  );
  const isNew = () => props.named === "new";
  return (
    <Dialog
      isOpen={props.named !== null}
      onClose={props.onClose}
      title={isNew() ? "Add a passkey" : "Rename the passkey"}
      description={isNew() ? "Your browser asks next where to keep it." : undefined}
    >
      <DialogForm
        action={isNew() ? "Continue" : "Save name"}
        isBusy={props.isBusy}
        isDisabled={name().trim() === ""}
        onSubmit={() => props.onName(name().trim())}
        onCancel={() => props.onClose()}
      >
        <TextField
          label="Name"
          required
          autofocus
          autocomplete="off"
          placeholder="Work laptop"
          maxLength={MAX_NAME_LENGTH}
          value={name()}
          onInput={(event) => setName(event.currentTarget.value)}
        />
      </DialogForm>
    </Dialog>
  );
}
