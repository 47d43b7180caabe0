/** Saved scripts: found by a few letters, run, changed, deleted. */
import { A } from "@solidjs/router";
import { useMutation, useQuery, useQueryClient } from "@tanstack/solid-query";
import FileTerminal from "lucide-solid/icons/file-terminal";
import Pencil from "lucide-solid/icons/pencil";
import Play from "lucide-solid/icons/play";
import Trash from "lucide-solid/icons/trash";
import { createMemo, createSignal, Match, Show, Switch } from "solid-js";
import type { SavedScript } from "../../../../protocol/rest/scripts.ts";
import { answerOf } from "../../api/answer-of.ts";
import { queryKeys } from "../../api/query-keys.ts";
import { createScript, removeScript, scriptsQuery } from "../../api/scripts.ts";
import { buttonClass } from "../../components/button.tsx";
import { EmptyState, ErrorState } from "../../components/empty-state.tsx";
import { controlClass } from "../../components/field.tsx";
import { IconButton, iconButtonClass } from "../../components/icon-button.tsx";
import { TimeAgo } from "../../components/relative-time.tsx";
import { Skeleton, SkeletonRows } from "../../components/skeleton.tsx";
import { type Column, Table } from "../../components/table.tsx";
import { notify, notifyFailure } from "../../components/toast.tsx";
import { useScriptRun } from "../../state/script-run.ts";
import { shellName } from "../../state/script-words.ts";
import { ScriptsFrame } from "./scripts-frame.tsx";

export default function LibraryPage() {
  return (
    <ScriptsFrame>
      <Library />
    </ScriptsFrame>
  );
}

function Library() {
  const scripts = useQuery(scriptsQuery);
  const [text, setText] = createSignal("");
  const found = createMemo(() => {
    const words = text().toLowerCase().split(/\s+/).filter(Boolean);
    return answerOf(scripts)?.filter(({ name, description }) =>
      words.every((word) => `${name} ${description}`.toLowerCase().includes(word)),
    );
  });
  return (
    <Switch
      fallback={<SkeletonRows count={5} label="Loading the scripts" row={() => <Skeleton class="my-3 h-5 w-full" />} />}
    >
      <Match when={scripts.isError && !answerOf(scripts)}>
        <ErrorState title="The scripts were not loaded" error={scripts.error} onRetry={() => scripts.refetch()} />
      </Match>
      <Match when={answerOf(scripts)?.length === 0}>
        <EmptyState
          icon={<FileTerminal class="size-5" aria-hidden="true" />}
          title="No scripts saved yet"
          action={
            <A href="/scripts/new" class={buttonClass("primary")}>
              New script
            </A>
          }
        >
          What you do on many machines, or again and again, is written once and run with a click, here and in a session.
        </EmptyState>
      </Match>
      <Match when={found()}>
        {(list) => (
          <>
            <input
              type="search"
              class={`${controlClass} mb-4 h-8 max-w-xs pointer-coarse:h-10`}
              aria-label="Search the scripts"
              placeholder="Search…"
              value={text()}
              onInput={(event) => setText(event.currentTarget.value)}
            />
            <Show when={list().length > 0} fallback={<p class="text-sm text-muted">No script is called like that.</p>}>
              <ScriptTable scripts={list()} />
            </Show>
          </>
        )}
      </Match>
    </Switch>
  );
}

function ScriptTable(props: { scripts: SavedScript[] }) {
  const client = useQueryClient();
  const runScript = useScriptRun();
  const reload = () => client.invalidateQueries({ queryKey: queryKeys.scripts });
  const restore = async (script: SavedScript) => {
    const { name, description, shell, timeout_s, parameters } = script;
    try {
      await createScript({ name, description, shell, timeout_s, parameters, script: script.script });
      await reload();
    } catch (error) {
      notifyFailure(`${name} was not brought back`, error);
    }
  };
  const removing = useMutation(() => ({
    mutationFn: (script: SavedScript) => removeScript(script.id),
    onSuccess: (_: unknown, script: SavedScript) => {
      notify(`${script.name} was deleted`, { action: { label: "Undo", run: () => void restore(script) } });
      return reload();
    },
    onError: (error: unknown, script: SavedScript) => notifyFailure(`${script.name} was not deleted`, error),
  }));

  const columns: Column<SavedScript>[] = [
    {
      title: "Name",
      cell: (script) => (
        <div class="min-w-0">
          <A href={`/scripts/${script.id}`} class="break-words font-medium hover:underline">
            {script.name}
          </A>
          <Show when={script.description}>
            <p class="line-clamp-1 break-all text-xs text-muted">{script.description}</p>
          </Show>
        </div>
      ),
    },
    { title: "Shell", from: "sm", cell: (script) => <span class="text-muted">{shellName(script.shell)}</span> },
    {
      title: "Author",
      from: "md",
      class: "max-w-40",
      cell: (script) => <span class="block truncate text-muted">{script.created_by?.name ?? "–"}</span>,
    },
    {
      title: "Changed",
      from: "md",
      cell: (script) => (
        <span class="whitespace-nowrap text-muted">
          <TimeAgo at={script.updated_at} />
        </span>
      ),
    },
    {
      title: "Actions",
      isTitleHidden: true,
      class: "w-px",
      cell: (script) => (
        <div class="flex justify-end gap-1">
          <IconButton
            label={`Run ${script.name}`}
            icon={<Play class="size-4" aria-hidden="true" />}
            onClick={() => runScript({ scriptId: script.id })}
          />
          <Show when={script.may_change}>
            <A class={iconButtonClass} href={`/scripts/${script.id}`} aria-label={`Edit ${script.name}`} title="Edit">
              <Pencil class="size-4" aria-hidden="true" />
            </A>
            <IconButton
              label={`Delete ${script.name}`}
              icon={<Trash class="size-4" aria-hidden="true" />}
              disabled={removing.isPending}
              onClick={() => removing.mutate(script)}
            />
          </Show>
        </div>
      ),
    },
  ];
  return <Table label="Saved scripts" columns={columns} rows={props.scripts} />;
}
