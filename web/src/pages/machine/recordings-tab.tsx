/** The newest recordings of one machine. */
import { A } from "@solidjs/router";
import { useQuery } from "@tanstack/solid-query";
import Video from "lucide-solid/icons/video";
import { createMemo, Match, Show, Switch } from "solid-js";
import type { Machine } from "../../../../protocol/rest/people.ts";
import { answerOf } from "../../api/answer-of.ts";
import { machineRecordingsQuery } from "../../api/recordings.ts";
import { EmptyState, ErrorState } from "../../components/empty-state.tsx";
import { RecordingTable } from "../../components/recording-table.tsx";
import { Skeleton, SkeletonRows } from "../../components/skeleton.tsx";

export default function RecordingsTab(props: { machine: Machine }) {
  const recordings = useQuery(() => machineRecordingsQuery(props.machine.id));
  const list = createMemo(() => answerOf(recordings));
  return (
    <Switch
      fallback={<SkeletonRows count={3} label="Loading recordings" row={() => <Skeleton class="my-3 h-5 w-full" />} />}
    >
      <Match when={recordings.isError && !list()}>
        <ErrorState
          title="The recordings were not loaded"
          error={recordings.error}
          onRetry={() => recordings.refetch()}
        />
      </Match>
      <Match when={list()?.items.length === 0}>
        <EmptyState icon={<Video class="size-5" aria-hidden="true" />} title="Nothing recorded yet">
          {list()?.is_on
            ? "Sessions on this machine are recorded from their first picture on, and stand here at once."
            : "This server does not record sessions."}
        </EmptyState>
      </Match>
      <Match when={list()}>
        {(page) => (
          <>
            <RecordingTable recordings={page().items} />
            <Show when={page().next_cursor}>
              <p class="mt-3 text-sm text-muted">
                Older ones are among{" "}
                <A href="/recordings" class="text-accent-text hover:underline">
                  all recordings
                </A>
                .
              </p>
            </Show>
          </>
        )}
      </Match>
    </Switch>
  );
}
