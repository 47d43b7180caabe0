/** Recorded sessions, newest first: play, download, remove. */
import { A, useNavigate } from "@solidjs/router";
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/solid-query";
import Download from "lucide-solid/icons/download";
import Play from "lucide-solid/icons/play";
import Trash from "lucide-solid/icons/trash";
import Video from "lucide-solid/icons/video";
import { createMemo, createSignal, Match, Show, Switch } from "solid-js";
import type { Recording } from "../../../../protocol/rest/recordings.ts";
import { meQuery } from "../../api/account.ts";
import { answerOf } from "../../api/answer-of.ts";
import { queryKeys } from "../../api/query-keys.ts";
import { contentPath, recordingsQuery, removeRecording } from "../../api/recordings.ts";
import { Badge } from "../../components/badge.tsx";
import { Button } from "../../components/button.tsx";
import { ConfirmDialog } from "../../components/confirm-dialog.tsx";
import { EmptyState, ErrorState } from "../../components/empty-state.tsx";
import { IconButton, iconButtonClass } from "../../components/icon-button.tsx";
import { PageBody, PageHeader } from "../../components/page-header.tsx";
import { TimeAgo } from "../../components/relative-time.tsx";
import { Skeleton, SkeletonRows } from "../../components/skeleton.tsx";
import { type Column, Table } from "../../components/table.tsx";
import { notify, notifyFailure } from "../../components/toast.tsx";
import { byteSize } from "../../state/byte-size.ts";
import { duration } from "../../state/relative-time.ts";

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
                <Show when={recordings.hasNextPage}>
                  <Button
                    class="mt-4"
                    isBusy={recordings.isFetchingNextPage}
                    onClick={() => recordings.fetchNextPage()}
                  >
                    Show older ones
                  </Button>
                </Show>
              </>
            )}
          </Match>
        </Switch>
      </PageBody>
    </>
  );
}

function RecordingTable(props: { recordings: Recording[] }) {
  const navigate = useNavigate();
  const client = useQueryClient();
  const me = useQuery(meQuery);
  const isAdministrator = () => answerOf(me)?.role === "admin";
  const [asked, setAsked] = createSignal<Recording | null>(null);
  const removing = useMutation(() => ({
    mutationFn: (recording: Recording) => removeRecording(recording.id),
    onSuccess: () => {
      setAsked(null);
      notify("The recording was removed");
      return client.invalidateQueries({ queryKey: queryKeys.recordings });
    },
    onError: (error: unknown) => notifyFailure("The recording was not removed", error),
  }));
  const nameOf = (recording: Recording) => `the recording of ${recording.machine_name}`;

  const columns: Column<Recording>[] = [
    {
      title: "Machine",
      cell: (recording) => (
        <div class="flex min-w-0 items-center gap-2">
          <A href={`/recordings/${recording.id}`} class="break-words font-medium hover:underline">
            {recording.machine_name}
          </A>
          <Show when={recording.ended_at === null}>
            <Badge tone="danger">
              <span class="size-2 rounded-full bg-danger" aria-hidden="true" />
              Recording
            </Badge>
          </Show>
        </div>
      ),
    },
    {
      title: "Technician",
      from: "sm",
      cell: (recording) => <span class="text-muted">{recording.user_name ?? "Someone"}</span>,
    },
    {
      title: "When",
      cell: (recording) => (
        <span class="whitespace-nowrap text-muted">
          <TimeAgo at={recording.started_at} />
        </span>
      ),
    },
    {
      title: "Length",
      from: "md",
      cell: (recording) => (
        <span class="whitespace-nowrap text-muted tabular-nums">
          {recording.ended_at ? duration(Date.parse(recording.ended_at) - Date.parse(recording.started_at)) : "–"}
        </span>
      ),
    },
    {
      title: "Size",
      from: "md",
      cell: (recording) => (
        <span class="whitespace-nowrap text-muted tabular-nums">{byteSize(recording.size_bytes)}</span>
      ),
    },
    {
      title: "Actions",
      isTitleHidden: true,
      class: "w-px",
      cell: (recording) => (
        <div class="flex justify-end gap-1">
          <IconButton
            label={`Play ${nameOf(recording)}`}
            icon={<Play class="size-4" aria-hidden="true" />}
            onClick={() => navigate(`/recordings/${recording.id}`)}
          />
          <a
            class={iconButtonClass}
            href={contentPath(recording.id)}
            download=""
            aria-label={`Download ${nameOf(recording)}`}
            title="Download the .remrec file"
          >
            <Download class="size-4" aria-hidden="true" />
          </a>
          <Show when={isAdministrator()}>
            <IconButton
              label={`Remove ${nameOf(recording)}`}
              icon={<Trash class="size-4" aria-hidden="true" />}
              disabled={recording.ended_at === null}
              onClick={() => setAsked(recording)}
            />
          </Show>
        </div>
      ),
    },
  ];

  return (
    <>
      <Table label="Recordings" columns={columns} rows={props.recordings} />
      <Show when={asked()}>
        {(recording) => (
          <ConfirmDialog
            isOpen
            onClose={() => setAsked(null)}
            title={`Remove ${nameOf(recording())}?`}
            action="Remove the recording"
            isBusy={removing.isPending}
            onConfirm={() => removing.mutate(recording())}
          >
            Its file of {byteSize(recording().size_bytes)} is deleted. This cannot be undone; that you did it stays in
            the audit log.
          </ConfirmDialog>
        )}
      </Show>
    </>
  );
}
