/** Runs of scripts, newest first, as they go on. */
import { A } from "@solidjs/router";
import { useInfiniteQuery } from "@tanstack/solid-query";
import History from "lucide-solid/icons/rotate-ccw-clock";
import { createMemo, Match, Switch } from "solid-js";
import type { ScriptRun } from "../../../../protocol/rest/scripts.ts";
import { answerOf } from "../../api/answer-of.ts";
import { scriptRunsQuery } from "../../api/scripts.ts";
import { Badge } from "../../components/badge.tsx";
import { Button } from "../../components/button.tsx";
import { EmptyState, ErrorState } from "../../components/empty-state.tsx";
import { OlderButton } from "../../components/older-button.tsx";
import { TimeAgo } from "../../components/relative-time.tsx";
import { Skeleton, SkeletonRows } from "../../components/skeleton.tsx";
import { type Column, Table } from "../../components/table.tsx";
import { useScriptRun } from "../../state/script-run.ts";
import { runResult } from "../../state/script-words.ts";
import { ScriptsFrame } from "./scripts-frame.tsx";

const COLUMNS: Column<ScriptRun>[] = [
  {
    title: "Script",
    cell: (run) => (
      <A href={`/scripts/runs/${run.id}`} class="break-words font-medium hover:underline">
        {run.name}
      </A>
    ),
  },
  {
    title: "Result",
    cell: (run) => <Badge tone={runResult(run).tone}>{runResult(run).words}</Badge>,
  },
  {
    title: "Machines",
    from: "sm",
    cell: (run) => <span class="text-muted tabular-nums">{run.machine_count}</span>,
  },
  {
    title: "By",
    from: "md",
    cell: (run) => <span class="break-words text-muted">{run.created_by.name}</span>,
  },
  {
    title: "When",
    cell: (run) => (
      <span class="text-muted">
        <TimeAgo at={run.created_at} />
      </span>
    ),
  },
];

export default function RunsPage() {
  return (
    <ScriptsFrame>
      <Runs />
    </ScriptsFrame>
  );
}

function Runs() {
  const runs = useInfiniteQuery(scriptRunsQuery);
  const runScript = useScriptRun();
  const all = createMemo(() => answerOf(runs)?.pages.flatMap(({ items }) => items));
  return (
    <Switch
      fallback={<SkeletonRows count={5} label="Loading the runs" row={() => <Skeleton class="my-3 h-5 w-full" />} />}
    >
      <Match when={runs.isError && !all()}>
        <ErrorState title="The runs were not loaded" error={runs.error} onRetry={() => runs.refetch()} />
      </Match>
      <Match when={all()?.length === 0}>
        <EmptyState
          icon={<History class="size-5" aria-hidden="true" />}
          title="Nothing was run yet"
          action={
            <Button variant="primary" onClick={() => runScript({})}>
              Run a script
            </Button>
          }
        >
          Each run is kept here, with what it said on every machine.
        </EmptyState>
      </Match>
      <Match when={all()}>
        {(list) => (
          <>
            <Table label="Runs of scripts" columns={COLUMNS} rows={list()} />
            <OlderButton pages={runs}>Show older runs</OlderButton>
          </>
        )}
      </Match>
    </Switch>
  );
}
