/** Recorded sessions, newest first: play, download, remove. */
import { useInfiniteQuery } from "@tanstack/solid-query";
import Video from "lucide-solid/icons/video";
import { createMemo, Match, Show, Switch } from "solid-js";
import { answerOf } from "../../api/answer-of.ts";
import { recordingsQuery } from "../../api/recordings.ts";
import { EmptyState, ErrorState } from "../../components/empty-state.tsx";
import { OlderButton } from "../../components/older-button.tsx";
import { PageBody, PageHeader } from "../../components/page-header.tsx";
import { RecordingTable } from "../../components/recording-table.tsx";
import { Skeleton, SkeletonRows } from "../../components/skeleton.tsx";

export default function RecordingsPage() {
  const recordings = useInfiniteQuery(recordingsQuery);
  const pages = createMemo(() => answerOf(recordings)?.pages);
  const all = () => pages()?.flatMap(({ items }) => items);
  const isOn = () => pages()?.[0]?.is_on === true;
  return (
    <>
      <PageHeader title="Recordings" />
      <PageBody>
        <Switch
          fallback={
            <SkeletonRows count={6} label="Loading the recordings" row={() => <Skeleton class="h-11 w-full" />} />
          }
        >
          <Match when={recordings.isError && !pages()}>
            <ErrorState
              title="The recordings were not loaded"
              error={recordings.error}
              onRetry={() => recordings.refetch()}
            />
          </Match>
          <Match when={all()?.length === 0}>
            <EmptyState icon={<Video class="size-5" aria-hidden="true" />} title="Nothing recorded yet">
              <Show
                when={isOn()}
                fallback={
                  <>
                    Sessions are not recorded. To record them, start the server with{" "}
                    <code class="rounded-sm bg-sunken px-1 font-mono text-xs">RECORDING_DIR</code> set to a folder.
                  </>
                }
              >
                Every session is recorded from its first picture on, and stands here at once.
              </Show>
            </EmptyState>
          </Match>
          <Match when={all()}>
            {(rows) => (
              <>
                <Show when={!isOn()}>
                  <p class="mb-4 rounded-lg border border-line bg-panel p-3 text-muted text-sm">
                    New sessions are not recorded: RECORDING_DIR is not set. What was recorded is listed, but cannot be
                    played until it is.
                  </p>
                </Show>
                <RecordingTable recordings={rows()} />
                <OlderButton pages={recordings}>Show older ones</OlderButton>
              </>
            )}
          </Match>
        </Switch>
      </PageBody>
    </>
  );
}
