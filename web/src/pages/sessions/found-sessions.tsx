/** The sessions that the filter leaves, newest first. */
import { useInfiniteQuery } from "@tanstack/solid-query";
import SearchX from "lucide-solid/icons/search-x";
import { createMemo, Match, Switch } from "solid-js";
import { answerOf } from "../../api/answer-of.ts";
import { foundSessionsQuery } from "../../api/sessions.ts";
import { Button } from "../../components/button.tsx";
import { EmptyState, ErrorState } from "../../components/empty-state.tsx";
import { OlderButton } from "../../components/older-button.tsx";
import { PastSessions } from "../../components/past-sessions.tsx";
import { Skeleton, SkeletonRows } from "../../components/skeleton.tsx";
import type { SessionFilter } from "../../state/session-filter.ts";

export function FoundSessions(props: { filter: SessionFilter; onShowAll: () => void }) {
  const found = useInfiniteQuery(() => foundSessionsQuery(props.filter));
  const sessions = createMemo(() => answerOf(found)?.pages.flatMap(({ items }) => items));
  return (
    <Switch
      fallback={
        <SkeletonRows count={5} label="Looking for sessions" row={() => <Skeleton class="my-3 h-5 w-full" />} />
      }
    >
      <Match when={found.isError && !sessions()}>
        <ErrorState title="The sessions were not loaded" error={found.error} onRetry={() => found.refetch()} />
      </Match>
      <Match when={sessions()?.length === 0}>
        <EmptyState
          icon={<SearchX class="size-5" aria-hidden="true" />}
          title="No such sessions"
          action={<Button onClick={() => props.onShowAll()}>Show all sessions</Button>}
        >
          None that you may see is of what you chose.
        </EmptyState>
      </Match>
      <Match when={sessions()}>
        {(shown) => (
          <>
            <PastSessions sessions={shown()} showsMachine />
            <OlderButton pages={found}>Show older sessions</OlderButton>
          </>
        )}
      </Match>
    </Switch>
  );
}
