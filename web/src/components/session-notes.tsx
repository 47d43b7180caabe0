/** What is noted of a session, written in one field: Ctrl+Enter saves. */
import { useMutation, useQueryClient } from "@tanstack/solid-query";
import { createSignal, Show } from "solid-js";
import { MAX_NOTES_LENGTH } from "../../../protocol/limits.ts";
import type { Session } from "../../../protocol/rest/people.ts";
import { messageOf } from "../api/http-client.ts";
import { queryKeys } from "../api/query-keys.ts";
import { writeNotes } from "../api/sessions.ts";
import { Button } from "./button.tsx";
import { TextArea } from "./field.tsx";

export type SessionNotesProps = {
  sessionId: string;
  notes: string;
  label: string;
  hint?: string;
};

export function SessionNotes(props: SessionNotesProps) {
  const client = useQueryClient();
  const [draft, setDraft] = createSignal<string | null>(null);
  const text = () => draft() ?? props.notes;
  const isChanged = () => text() !== props.notes;
  const saving = useMutation(() => ({
    mutationFn: (notes: string) => writeNotes(props.sessionId, notes),
    onSuccess: (session: Session) => {
      setDraft(null);
      client.setQueryData(queryKeys.session(session.id), session);
      return client.invalidateQueries({ queryKey: queryKeys.sessions });
    },
  }));
  const save = () => {
    if (isChanged() && !saving.isPending) saving.mutate(text());
  };
  return (
    <form
      class="flex flex-col gap-2 text-left"
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      <TextArea
        label={props.label}
        hint={props.hint}
        error={saving.isError ? `Not saved. ${messageOf(saving.error)}` : undefined}
        value={text()}
        maxlength={MAX_NOTES_LENGTH}
        onInput={(event) => setDraft(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
          event.preventDefault();
          save();
        }}
      />
      <div class="flex items-center gap-2">
        <Button size="sm" type="submit" disabled={!isChanged()} isBusy={saving.isPending}>
          Save notes
        </Button>
        <Show when={isChanged()}>
          <Button size="sm" variant="ghost" onClick={() => setDraft(null)}>
            Discard
          </Button>
        </Show>
        <Show when={saving.isSuccess && !isChanged()}>
          <span class="text-xs text-muted" role="status">
            Saved
          </span>
        </Show>
      </div>
    </form>
  );
}
