/** The library within the panel: a saved script is chosen, and what was written is saved. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/solid-query";
import Save from "lucide-solid/icons/save";
import { createSignal, For } from "solid-js";
import { answerOf } from "../../api/answer-of.ts";
import { queryKeys } from "../../api/query-keys.ts";
import { createScript, scriptsQuery } from "../../api/scripts.ts";
import { classNames } from "../../components/class-names.ts";
import { Dialog } from "../../components/dialog.tsx";
import { DialogForm } from "../../components/dialog-form.tsx";
import { controlClass, TextField } from "../../components/field.tsx";
import { IconButton } from "../../components/icon-button.tsx";
import { notify } from "../../components/toast.tsx";
import { changeDraft, draft, takeSaved } from "./script-draft.ts";

export function SavedScripts() {
  const client = useQueryClient();
  const scripts = useQuery(scriptsQuery);
  const [isSaving, setSaving] = createSignal(false);
  const [name, setName] = createSignal("");
  const saving = useMutation(() => ({
    mutationFn: () => {
      const { script, shell, timeoutS, parameters } = draft();
      return createScript({ name: name(), script, shell, timeout_s: timeoutS, parameters: [...parameters] });
    },
    onSuccess: (saved: { id: string; name: string }) => {
      changeDraft({ savedId: saved.id });
      setSaving(false);
      notify(`${saved.name} is in the library`);
      return client.invalidateQueries({ queryKey: queryKeys.scripts });
    },
  }));
  return (
    <div class="flex items-center gap-2">
      <select
        aria-label="Saved script"
        class={classNames(controlClass, "h-8 min-w-0 flex-1 pointer-coarse:h-10")}
        value={draft().savedId ?? ""}
        onChange={(event) => {
          const { value } = event.currentTarget;
          takeSaved(answerOf(scripts)?.find(({ id }) => id === value) ?? null);
        }}
      >
        <option value="">{answerOf(scripts)?.length === 0 ? "No saved scripts yet" : "New script"}</option>
        <For each={answerOf(scripts)}>
          {(script) => (
            <option value={script.id} selected={script.id === draft().savedId}>
              {script.name}
            </option>
          )}
        </For>
      </select>
      <IconButton
        label="Save to the library"
        icon={<Save class="size-4" aria-hidden="true" />}
        disabled={draft().script.trim() === ""}
        onClick={() => {
          setName("");
          saving.reset();
          setSaving(true);
        }}
      />
      <Dialog
        isOpen={isSaving()}
        onClose={() => setSaving(false)}
        title="Save to the library"
        description="Whoever may run scripts finds it there; you and administrators can change it."
      >
        <DialogForm
          action="Save"
          isBusy={saving.isPending}
          error={saving.error}
          onSubmit={() => saving.mutate()}
          onCancel={() => setSaving(false)}
        >
          <TextField
            label="Name"
            required
            autofocus
            maxLength={200}
            value={name()}
            onInput={(event) => setName(event.currentTarget.value)}
          />
        </DialogForm>
      </Dialog>
    </div>
  );
}
