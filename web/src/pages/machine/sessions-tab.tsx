/** The newest sessions of one machine. */
import { useQuery } from "@tanstack/solid-query";
import History from "lucide-solid/icons/rotate-ccw-clock";
import { createMemo, Match, Switch } from "solid-js";
import type { Machine } from "../../../../protocol/rest/people.ts";
import { answerOf } from "../../api/answer-of.ts";
import { machineSessionsQuery } from "../../api/sessions.ts";
import { EmptyState, ErrorState } from "../../components/empty-state.tsx";
import { PastSessions } from "../../components/past-sessions.tsx";
import { Skeleton, SkeletonRows } from "../../components/skeleton.tsx";

export default function SessionsTab(props: { machine: Machine }) {
  const sessions = useQuery(() => machineSessionsQuery(props.machine.id));
  const list = createMemo(() => answerOf(sessions));
  return (
    <Switch
      fallback={<SkeletonRows count={3} label="Loading sessions" row={() => <Skeleton class="my-3 h-5 w-full" />} />}
    >
      <Match when={sessions.isError && !list()}>
        <ErrorState title="The sessions were not loaded" error={sessions.error} onRetry={() => sessions.refetch()} />
      </Match>
      <Match when={list()?.length === 0}>
        <EmptyState icon={<History class="size-5" aria-hidden="true" />} title="No sessions yet">
          Nobody has been on this machine yet. Who connects is listed here at once.
        </EmptyState>
      </Match>
      <Match when={list()}>{(sessions) => <PastSessions sessions={sessions()} />}</Match>
    </Switch>
  );
}
