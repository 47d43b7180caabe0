/** Support sessions: those that run now, and those that were. */
import { A } from "@solidjs/router";
import { useInfiniteQuery, useQuery } from "@tanstack/solid-query";
import History from "lucide-solid/icons/rotate-ccw-clock";
import { createMemo, Match, Show, Switch } from "solid-js";
import { liveSessionsQuery, sessionHistoryQuery } from "../../api/sessions.ts";
import { Button, buttonClass } from "../../components/button.tsx";
import { EmptyState, ErrorState } from "../../components/empty-state.tsx";
import { PageBody, PageHeader, Section } from "../../components/page-header.tsx";
import { PastSessions } from "../../components/past-sessions.tsx";
import { Skeleton, SkeletonRows } from "../../components/skeleton.tsx";
import { LiveSessions } from "./live-sessions.tsx";

export default function SessionsPage() {
  const live = useQuery(liveSessionsQuery);
  const history = useInfiniteQuery(sessionHistoryQuery);
  const past = createMemo(() =>
    history.isSuccess
      ? history.data.pages.flatMap((page) => page.items).filter((session) => session.ended_at !== null)
      : [],
  );
  const liveCount = () => (live.isSuccess ? live.data.length : 0);

  return (
    <>
      <PageHeader title="Sessions" />
      <PageBody>
        <Show when={live.isError && !live.data}>
          <ErrorState title="Live sessions were not loaded" error={live.error} onRetry={() => live.refetch()} />
        </Show>
        <Show when={live.isSuccess && live.data.length > 0 && live.data}>
          {(sessions) => (
            <Section title="Now">
              <LiveSessions sessions={sessions()} />
            </Section>
          )}
        </Show>
        <Switch
          fallback={
            <SkeletonRows count={5} label="Loading sessions" row={() => <Skeleton class="my-3 h-5 w-full" />} />
          }
        >
          <Match when={history.isError && !history.data}>
            <ErrorState title="The history was not loaded" error={history.error} onRetry={() => history.refetch()} />
          </Match>
          <Match when={history.isSuccess && past().length > 0}>
            <Section title="History">
              <PastSessions sessions={past()} showsMachine />
              <Show when={history.hasNextPage}>
                <div class="mt-3 flex justify-center">
                  <Button isBusy={history.isFetchingNextPage} onClick={() => history.fetchNextPage()}>
                    Show older sessions
                  </Button>
                </div>
              </Show>
            </Section>
          </Match>
          <Match when={history.isSuccess && liveCount() === 0}>
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
          <Match when={history.isSuccess}>
            <p class="text-sm text-muted">No session has ended yet.</p>
          </Match>
        </Switch>
      </PageBody>
    </>
  );
}
