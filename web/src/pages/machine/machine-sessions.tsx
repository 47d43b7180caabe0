/** The newest sessions of one machine. */
import { useQuery } from "@tanstack/solid-query";
import { createMemo, Match, Switch } from "solid-js";
import { answerOf } from "../../api/answer-of.ts";
import { machineSessionsQuery } from "../../api/sessions.ts";
import { ErrorState } from "../../components/empty-state.tsx";
import { Panel } from "../../components/page-header.tsx";
import { PastSessions } from "../../components/past-sessions.tsx";
import { Skeleton, SkeletonRows } from "../../components/skeleton.tsx";

export function MachineSessions(props: { machineId: string }) {
  const sessions = useQuery(() => machineSessionsQuery(props.machineId));
  const list = createMemo(() => answerOf(sessions));
  return (
    <Switch
      fallback={<SkeletonRows count={3} label="Loading sessions" row={() => <Skeleton class="my-3 h-5 w-full" />} />}
    >
      <Match when={sessions.isError && !list()}>
        <ErrorState title="The sessions were not loaded" error={sessions.error} onRetry={() => sessions.refetch()} />
      </Match>
      <Match when={list()?.length === 0}>
        <Panel class="p-4">
          <p class="text-sm text-muted">Nobody has been on this machine yet.</p>
        </Panel>
      </Match>
      <Match when={list()}>{(sessions) => <PastSessions sessions={sessions()} />}</Match>
    </Switch>
  );
}
