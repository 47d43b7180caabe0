/** Recorded sessions as a table: play, download, remove. */
import { A, useNavigate } from "@solidjs/router";
import { useMutation, useQueryClient } from "@tanstack/solid-query";
import Download from "lucide-solid/icons/download";
import Play from "lucide-solid/icons/play";
import Trash from "lucide-solid/icons/trash";
import { createSignal, Show } from "solid-js";
import type { Recording } from "../../../protocol/rest/recordings.ts";
import { queryKeys } from "../api/query-keys.ts";
import { contentPath, removeRecording } from "../api/recordings.ts";
import { byteSize } from "../state/byte-size.ts";
import { duration } from "../state/relative-time.ts";
import { useMe } from "../state/signed-in.tsx";
import { Badge } from "./badge.tsx";
import { ConfirmDialog } from "./confirm-dialog.tsx";
import { IconButton, iconButtonClass } from "./icon-button.tsx";
import { TimeAgo } from "./relative-time.tsx";
import { type Column, Table } from "./table.tsx";
import { notify, notifyFailure } from "./toast.tsx";

export function RecordingTable(props: { recordings: Recording[] }) {
  const navigate = useNavigate();
  const client = useQueryClient();
  const me = useMe();
  const isAdministrator = () => me().role === "admin";
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
