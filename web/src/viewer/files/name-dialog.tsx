/** Asks for one name: of a new folder, or another one. What the machine says against it stands at the field. */
import { useMutation } from "@tanstack/solid-query";
import { createSignal } from "solid-js";
import { messageOf } from "../../api/http-client.ts";
import { Button } from "../../components/button.tsx";
import { Dialog, DialogActions } from "../../components/dialog.tsx";
import { TextField } from "../../components/field.tsx";

export type NameQuestion = { title: string; action: string; name: string; run: (name: string) => Promise<unknown> };

export function NameDialog(props: { question: NameQuestion | null; onClose: () => void }) {
  return (
    <Dialog isOpen={props.question !== null} onClose={props.onClose} title={props.question?.title ?? ""}>
      {props.question && <NameForm question={props.question} onClose={props.onClose} />}
    </Dialog>
  );
}

function NameForm(props: { question: NameQuestion; onClose: () => void }) {
  const [name, setName] = createSignal(props.question.name);
  const running = useMutation(() => ({
    mutationFn: () => props.question.run(name().trim()),
    onSuccess: () => props.onClose(),
  }));
  const selectName = (input: HTMLInputElement) =>
    queueMicrotask(() => {
      input.focus();
      // The ending stays, as nobody wants to type it again.
      const dot = input.value.lastIndexOf(".");
      input.setSelectionRange(0, dot > 0 ? dot : input.value.length);
    });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (name().trim() !== "") running.mutate();
      }}
    >
      <TextField
        ref={selectName}
        label="Name"
        value={name()}
        maxlength={255}
        spellcheck={false}
        autocomplete="off"
        error={running.isError ? messageOf(running.error) : undefined}
        onInput={(event) => setName(event.currentTarget.value)}
      />
      <DialogActions>
        <Button type="submit" variant="primary" isBusy={running.isPending} disabled={name().trim() === ""}>
          {props.question.action}
        </Button>
        <Button variant="ghost" onClick={props.onClose}>
          Cancel
        </Button>
      </DialogActions>
    </form>
  );
}
