/** The name of a passkey, new or old. */
import { createEffect, createSignal, on } from "solid-js";
import { MAX_NAME_LENGTH } from "../../../../../protocol/limits.ts";
import type { Passkey } from "../../../../../protocol/rest/sign-in.ts";
import { Button } from "../../../components/button.tsx";
import { Dialog, DialogActions } from "../../../components/dialog.tsx";
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
      <form
        onSubmit={(event) => {
          event.preventDefault();
          props.onName(name().trim());
        }}
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
        <DialogActions>
          <Button type="submit" variant="primary" isBusy={props.isBusy} disabled={name().trim() === ""}>
            {isNew() ? "Continue" : "Save name"}
          </Button>
          <Button variant="ghost" onClick={() => props.onClose()}>
            Cancel
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
