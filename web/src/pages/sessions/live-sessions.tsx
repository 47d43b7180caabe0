/** Sessions that run now: join one, or end it. */
import { A } from "@solidjs/router";
import { useMutation } from "@tanstack/solid-query";
import Eye from "lucide-solid/icons/eye";
import { createSignal, Show } from "solid-js";
import type { Session } from "../../../../protocol/rest/people.ts";
import { endSession } from "../../api/sessions.ts";
import { Badge } from "../../components/badge.tsx";
import { Button } from "../../components/button.tsx";
import { ConfirmDialog } from "../../components/confirm-dialog.tsx";
import { StateDot } from "../../components/machine-state.tsx";
import { type Column, Table } from "../../components/table.tsx";
import { notify, notifyFailure } from "../../components/toast.tsx";
import { now } from "../../state/clock.ts";
import { joining, useJoin } from "../../state/join.ts";
import { duration, exactTime } from "../../state/relative-time.ts";

export function LiveSessions(props: { sessions: Session[] }) {
  const join = useJoin();
  const [asked, setAsked] = createSignal<Session | null>(null);
  const ending = useMutation(() => ({
    mutationFn: (session: Session) => endSession(session.id),
    onSuccess: (_, session) => {
      setAsked(null);
      notify(`The session on ${session.machine_name} has ended`);
    },
    onError: (error, session) => notifyFailure(`The session on ${session.machine_name} still runs`, error),
  }));

  const columns: Column<Session>[] = [
    {
      title: "Machine",
      cell: (session) => (
        <div class="flex min-w-0 items-center gap-2">
          <StateDot state="in-session" />
          <A href={`/machines/${session.machine_id}`} class="font-medium break-words hover:underline">
            {session.machine_name}
          </A>
          <Show when={session.view_only}>
            <Badge>
              <Eye class="size-3" aria-hidden="true" />
              View only
            </Badge>
          </Show>
        </div>
      ),
    },
    {
      title: "Person",
      from: "sm",
      cell: (session) => <span class="text-muted">{session.user_name ?? "Someone"}</span>,
    },
    {
      title: "For",
      from: "sm",
      cell: (session) => (
        <span class="whitespace-nowrap text-muted" title={`Since ${exactTime(session.started_at)}`}>
          {duration(now() - Date.parse(session.started_at))}
        </span>
      ),
    },
    {
      title: "Actions",
      isTitleHidden: true,
      class: "w-px",
      cell: (session) => (
        <div class="flex justify-end gap-1.5">
          <Button
            size="sm"
            aria-label={`Join the session on ${session.machine_name}`}
            isBusy={joining()?.sessionId === session.id && !joining()?.isViewOnly}
            onClick={() => join(session.id, session.machine_name)}
          >
            Join
          </Button>
          <Button
            size="sm"
            variant="ghost"
            aria-label={`Join the session on ${session.machine_name} view only`}
            isBusy={joining()?.sessionId === session.id && joining()?.isViewOnly}
            onClick={() => join(session.id, session.machine_name, true)}
          >
            <Eye class="size-3.5 max-sm:hidden" aria-hidden="true" />
            View only
          </Button>
          <Button size="sm" aria-label={`End the session on ${session.machine_name}`} onClick={() => setAsked(session)}>
            End
          </Button>
        </div>
      ),
    },
  ];

  return (
    <>
      <Table label="Live sessions" columns={columns} rows={props.sessions} />
      <Show when={asked()}>
        {(session) => (
          <ConfirmDialog
            isOpen
            onClose={() => setAsked(null)}
            title={`End the session on ${session().machine_name}?`}
            action="End the session"
            isBusy={ending.isPending}
            onConfirm={() => ending.mutate(session())}
          >
            {session().user_name ?? "Whoever is on it"} loses the connection at once. What is being copied or typed is
            cut off.
          </ConfirmDialog>
        )}
      </Show>
    </>
  );
}
