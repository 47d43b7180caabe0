/** Writing notes: a draft beside its preview, kept from overwriting what somebody else wrote meanwhile. */
import { useMutation, useQueryClient } from "@tanstack/solid-query";
import { createSignal, Show } from "solid-js";
import { MAX_NOTES_LENGTH } from "../../../../../protocol/limits.ts";
import type { Machine } from "../../../../../protocol/rest/people.ts";
import { ApiError } from "../../../api/http-client.ts";
import { keepMachine, updateMachine } from "../../../api/machines.ts";
import { Button } from "../../../components/button.tsx";
import { TextArea } from "../../../components/field.tsx";
import { FormFailure } from "../../../components/form-failure.tsx";
import { Markdown } from "../../../components/markdown.tsx";
import { Panel } from "../../../components/page-header.tsx";
import { notify } from "../../../components/toast.tsx";
import { createLeaveGuard } from "../../../state/leave-guard.ts";

export function NotesEditor(props: { machine: Machine; onDone: () => void }) {
  const client = useQueryClient();
  // What the draft was begun from: another's change is known by the notes being others than these.
  const [base, setBase] = createSignal(props.machine.notes);
  const [draft, setDraft] = createSignal(props.machine.notes);
  const isDirty = () => draft() !== base();
  const isOvertaken = () => props.machine.notes !== base() && props.machine.notes !== draft();
  const saving = useMutation(() => ({
    mutationFn: () => updateMachine(props.machine.id, { notes: draft(), notes_before: base() }),
    onSuccess: (machine) => {
      setBase(machine.notes);
      keepMachine(client, machine);
      notify("The notes were saved");
      props.onDone();
    },
  }));
  const canSave = () => isDirty() && !isOvertaken() && !saving.isPending;
  const save = () => canSave() && saving.mutate();
  const isConflict = () => saving.error instanceof ApiError && saving.error.code === "notes_changed";
  const mayLeave = createLeaveGuard(isDirty, "What you wrote is not saved. Leave it?");

  return (
    <form
      class="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
      onKeyDown={(event) => {
        if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) save();
      }}
    >
      <Show when={isOvertaken()}>
        <Overtaken
          theirs={props.machine.notes}
          onTakeTheirs={() => {
            setDraft(props.machine.notes);
            setBase(props.machine.notes);
            saving.reset();
          }}
          onKeepMine={() => {
            setBase(props.machine.notes);
            saving.reset();
          }}
        />
      </Show>
      <div class="grid gap-4 @3xl:grid-cols-2">
        <TextArea
          label="Notes"
          rows={16}
          autofocus
          maxLength={MAX_NOTES_LENGTH}
          class="font-mono"
          value={draft()}
          onInput={(event) => setDraft(event.currentTarget.value)}
          hint="Markdown. Everyone who sees the machine can read them: no passwords."
        />
        <section aria-label="Preview" class="flex min-w-0 flex-col gap-1.5">
          <h2 class="text-sm font-medium">Preview</h2>
          <Panel class="min-h-24 flex-1 overflow-y-auto p-4">
            <Show when={draft().trim()} fallback={<p class="text-sm text-muted">Nothing written yet.</p>}>
              <Markdown text={draft()} />
            </Show>
          </Panel>
        </section>
      </div>
      <FormFailure error={isConflict() ? null : saving.error} />
      <div class="flex flex-wrap gap-2">
        <Button type="submit" variant="primary" isBusy={saving.isPending} disabled={!canSave()}>
          Save notes
        </Button>
        <Button variant="ghost" onClick={() => mayLeave() && props.onDone()}>
          Cancel
        </Button>
      </div>
    </form>
  );
}

function Overtaken(props: { theirs: string; onTakeTheirs: () => void; onKeepMine: () => void }) {
  return (
    <div role="alert" class="rounded-lg border border-line bg-warning-soft p-4 text-sm">
      <p class="font-semibold text-warning-text">Somebody else changed these notes meanwhile</p>
      <p class="mt-1 text-muted">This is theirs. Take over what you need of it, then choose.</p>
      <Panel class="mt-3 max-h-60 overflow-y-auto p-3">
        <Show when={props.theirs} fallback={<p class="text-muted">They removed all of it.</p>}>
          <Markdown text={props.theirs} />
        </Show>
      </Panel>
      <div class="mt-3 flex flex-wrap gap-2">
        <Button size="sm" onClick={() => props.onKeepMine()}>
          Go on with mine
        </Button>
        <Button size="sm" onClick={() => props.onTakeTheirs()}>
          Take theirs
        </Button>
      </div>
    </div>
  );
}
