/** Who joined by a token and is still here. */
import { A } from "@solidjs/router";
import { useQuery } from "@tanstack/solid-query";
import { For, Match, Show, Switch } from "solid-js";
import type { EnrollmentToken } from "../../../../protocol/rest/people.ts";
import { answerOf } from "../../api/answer-of.ts";
import { tokenMachinesQuery } from "../../api/enrollment.ts";
import { Badge } from "../../components/badge.tsx";
import { ErrorState } from "../../components/empty-state.tsx";
import { OsIcon } from "../../components/os-icon.tsx";
import { TimeAgo } from "../../components/relative-time.tsx";
import { Skeleton, SkeletonRows } from "../../components/skeleton.tsx";

export function TokenMachines(props: { token: EnrollmentToken }) {
  const machines = useQuery(() => tokenMachinesQuery(props.token.id));
  return (
    <Switch
      fallback={<SkeletonRows count={2} label="Loading machines" row={() => <Skeleton class="my-3 h-5 w-full" />} />}
    >
      <Match when={machines.isError && !answerOf(machines)}>
        <ErrorState title="The machines were not loaded" error={machines.error} onRetry={() => machines.refetch()} />
      </Match>
      <Match when={answerOf(machines)?.length === 0}>
        <p class="text-sm text-muted">
          {props.token.uses === 0 ? "Nobody has joined by it yet." : "Those that joined by it have been removed."}
        </p>
      </Match>
      <Match when={answerOf(machines)}>
        {(list) => (
          <ul class="flex flex-col" aria-label="Machines that joined">
            <For each={list()}>
              {(machine) => (
                <li class="flex items-center gap-2.5 border-b border-line py-2 text-sm last:border-b-0">
                  <OsIcon os={machine.os} class="size-4 shrink-0 text-muted" />
                  <Show
                    when={!machine.waiting}
                    fallback={
                      <>
                        <span class="min-w-0 flex-1 truncate">{machine.name}</span>
                        <Badge tone="neutral">Waits</Badge>
                      </>
                    }
                  >
                    <A href={`/machines/${machine.id}`} class="min-w-0 flex-1 truncate font-medium hover:underline">
                      {machine.name}
                    </A>
                    <Badge tone={machine.online ? "online" : "neutral"}>{machine.online ? "Online" : "Offline"}</Badge>
                  </Show>
                  <span class="w-24 shrink-0 text-right text-xs text-muted">
                    <TimeAgo at={machine.created_at} />
                  </span>
                </li>
              )}
            </For>
          </ul>
        )}
      </Match>
    </Switch>
  );
}
