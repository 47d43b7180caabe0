/** Support sessions: those that run now, and those that were. */
import { A, useLocation, useNavigate } from "@solidjs/router";
import { useInfiniteQuery, useQuery, useQueryClient } from "@tanstack/solid-query";
import Download from "lucide-solid/icons/download";
import History from "lucide-solid/icons/rotate-ccw-clock";
import { createMemo, Match, Show, Switch } from "solid-js";
import type { Session } from "../../../../protocol/rest/people.ts";
import { answerOf } from "../../api/answer-of.ts";
import { machinesQuery } from "../../api/machines.ts";
import { queryKeys } from "../../api/query-keys.ts";
import { liveSessionsQuery, sessionHistoryQuery, sessionsTablePath } from "../../api/sessions.ts";
import { buttonClass } from "../../components/button.tsx";
import { EmptyState, ErrorState } from "../../components/empty-state.tsx";
import { OlderButton } from "../../components/older-button.tsx";
import { PageBody, PageHeader, Section } from "../../components/page-header.tsx";
import { PastSessions } from "../../components/past-sessions.tsx";
import { Skeleton, SkeletonRows } from "../../components/skeleton.tsx";
import {
  ALL_SESSIONS,
  formatSessionFilter,
  isAllSessions,
  parseSessionFilter,
  type SessionFilter,
} from "../../state/session-filter.ts";
import { FoundSessions } from "./found-sessions.tsx";
import { LiveSessions } from "./live-sessions.tsx";
import { SessionFilters } from "./session-filters.tsx";

const nonEmpty = <Item,>(list: Item[] | undefined) => (list && list.length > 0 ? list : undefined);

export default function SessionsPage() {
  const location = useLocation();
  const navigate = useNavigate();
  const machines = useQuery(machinesQuery);
  const client = useQueryClient();
  const filter = createMemo(() => parseSessionFilter(location.search));
  const setFilter = (change: Partial<SessionFilter>) =>
    navigate(`/sessions${formatSessionFilter({ ...filter(), ...change })}`, { replace: true, scroll: false });
  /** Of somebody whom a link named: as some session that was loaded has it. */
  const personName = (id: string) =>
    client
      .getQueriesData<{ pages?: { items: Session[] }[] }>({ queryKey: queryKeys.sessions })
      .flatMap(([, data]) => data?.pages?.flatMap(({ items }) => items) ?? [])
      .find((session) => session.user_id === id)?.user_name ?? undefined;
  const machineName = (id: string) => answerOf(machines)?.find((machine) => machine.id === id)?.name;

  return (
    <>
      <PageHeader
        title="Sessions"
        actions={
          <a
            href={sessionsTablePath(filter())}
            download=""
            class={buttonClass("secondary")}
            title="All sessions that are shown, as a table for a spreadsheet"
          >
            <Download class="size-4" aria-hidden="true" />
            CSV
          </a>
        }
      />
      <PageBody>
        <SessionFilters filter={filter()} personName={personName} machineName={machineName} onChange={setFilter} />
        <Show
          when={isAllSessions(filter())}
          fallback={<FoundSessions filter={filter()} onShowAll={() => setFilter(ALL_SESSIONS)} />}
        >
          <NowAndBefore />
        </Show>
      </PageBody>
    </>
  );
}

function NowAndBefore() {
  const live = useQuery(liveSessionsQuery);
  const history = useInfiniteQuery(sessionHistoryQuery);
  const running = createMemo(() => answerOf(live));
  // Not before what stands above it is known: it would be pushed down under the pointer.
  const past = createMemo(() =>
    live.isPending
      ? undefined
      : answerOf(history)
          ?.pages.flatMap((page) => page.items)
          .filter((session) => session.ended_at !== null),
  );

  return (
    <>
      <Show when={live.isError && !running()}>
        <ErrorState title="Live sessions were not loaded" error={live.error} onRetry={() => live.refetch()} />
      </Show>
      <Show when={nonEmpty(running())}>
        {(sessions) => (
          <Section title="Now">
            <LiveSessions sessions={sessions()} />
          </Section>
        )}
      </Show>
      <Switch
        fallback={<SkeletonRows count={5} label="Loading sessions" row={() => <Skeleton class="my-3 h-5 w-full" />} />}
      >
        <Match when={history.isError && !answerOf(history)}>
          <ErrorState title="The history was not loaded" error={history.error} onRetry={() => history.refetch()} />
        </Match>
        <Match when={nonEmpty(past())}>
          {(sessions) => (
            <Section title="History">
              <PastSessions sessions={sessions()} showsMachine />
              <OlderButton pages={history}>Show older sessions</OlderButton>
            </Section>
          )}
        </Match>
        <Match when={past() && running()?.length === 0}>
          <EmptyState
            icon={<History class="size-5" aria-hidden="true" />}
            title="No sessions yet"
            action={
              <A href="/machines" class={buttonClass("primary")}>
                Choose a machine
              </A>
            }
          >
            Every session is listed here: who was on which machine, when and for how long.
          </EmptyState>
        </Match>
        <Match when={past()}>
          <p class="text-sm text-muted">No session has ended yet.</p>
        </Match>
      </Switch>
    </>
  );
}
