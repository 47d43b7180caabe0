/** What was done, in one field: offered to whoever ended the session, and to who started it. Whoever has nothing to say goes on without. */
import { useQuery } from "@tanstack/solid-query";
import { Show } from "solid-js";
import type { Me } from "../../../../protocol/rest/people.ts";
import { answerOf } from "../../api/answer-of.ts";
import { sessionQuery } from "../../api/sessions.ts";
import { SessionNotes } from "../../components/session-notes.tsx";

/** It goes on without them, or nothing was done in it. */
const NOTHING_TO_NOTE: readonly (string | null)[] = ["left", "declined", "no answer"];

export function NotesAfter(props: { sessionId: string; me: Me; reason: string | null }) {
  const session = useQuery(() => sessionQuery(props.sessionId));
  const toNote = () => {
    const known = answerOf(session);
    const isTheirs = props.reason === props.me.name || known?.user_id === props.me.id;
    return isTheirs && !NOTHING_TO_NOTE.includes(props.reason) ? known : undefined;
  };
  return (
    <Show when={toNote()}>
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
