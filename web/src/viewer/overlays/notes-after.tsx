/** Offered to whoever ended the session: what was done, in one field. Whoever has nothing to say goes on without. */
import { useQuery } from "@tanstack/solid-query";
import { Show } from "solid-js";
import { sessionQuery } from "../../api/sessions.ts";
import { SessionNotes } from "../../components/session-notes.tsx";

export function NotesAfter(props: { sessionId: string }) {
  const session = useQuery(() => sessionQuery(props.sessionId));
  return (
    <Show when={session.data}>
      {(known) => (
        <div class="mt-4">
          <SessionNotes
            sessionId={known().id}
            notes={known().notes}
            label="What was done?"
            hint="Optional. Ctrl+Enter saves."
          />
        </div>
      )}
    </Show>
  );
}
