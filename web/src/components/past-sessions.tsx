/** Sessions: on which machine, by whom, when, for how long, who ended it. */
import { A } from "@solidjs/router";
import type { Session } from "../../../protocol/rest/people.ts";
import { duration } from "../state/relative-time.ts";
import { TimeAgo } from "./relative-time.tsx";
import { type Column, Table } from "./table.tsx";

const lasted = (session: Session) =>
  session.ended_at ? duration(Date.parse(session.ended_at) - Date.parse(session.started_at)) : "running";

const MACHINE: Column<Session> = {
  title: "Machine",
  cell: (session) => (
    <A href={`/machines/${session.machine_id}`} class="font-medium break-words hover:underline">
      {session.machine_name}
    </A>
  ),
};

const COLUMNS: readonly Column<Session>[] = [
  {
    title: "Person",
    cell: (session) => (
      <>
        {session.user_name ?? "Someone"}
        {session.view_only && <span class="text-xs text-muted"> · view only</span>}
      </>
    ),
  },
  {
    title: "Started",
    cell: (session) => (
      <A href={`/sessions/${session.id}`} class="text-muted hover:text-text hover:underline">
        <TimeAgo at={session.started_at} />
      </A>
    ),
  },
  {
    title: "Lasted",
    from: "sm",
    cell: (session) => <span class="whitespace-nowrap text-muted">{lasted(session)}</span>,
  },
  {
    title: "Why",
    from: "lg",
    class: "max-w-56",
    cell: (session) => (
      <span class="block truncate text-muted" title={session.notes || session.reason}>
        {session.reason || session.notes.split("\n", 1)[0] || "–"}
      </span>
    ),
  },
  { title: "Ended by", from: "md", cell: (session) => <span class="text-muted">{session.ended_by ?? "–"}</span> },
];

export function PastSessions(props: { sessions: readonly Session[]; showsMachine?: boolean }) {
  return (
    <Table label="Past sessions" columns={props.showsMachine ? [MACHINE, ...COLUMNS] : COLUMNS} rows={props.sessions} />
  );
}
