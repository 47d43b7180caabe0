/** One run as it goes on: what became of it on each machine, and what it said there. */
import { A, useLocation, useNavigate, useParams } from "@solidjs/router";
import { useMutation, useQuery } from "@tanstack/solid-query";
import RotateCcw from "lucide-solid/icons/rotate-ccw";
import Square from "lucide-solid/icons/square";
import { createMemo, Match, Show, Switch } from "solid-js";
import type { RunMachine, ScriptRunDetail } from "../../../../protocol/rest/scripts.ts";
import { answerOf } from "../../api/answer-of.ts";
import { scriptRunQuery, stopRun } from "../../api/scripts.ts";
import { BackLink } from "../../components/back-link.tsx";
import { Badge } from "../../components/badge.tsx";
import { Button } from "../../components/button.tsx";
import { ErrorState } from "../../components/empty-state.tsx";
import { PageBody, PageHeader } from "../../components/page-header.tsx";
import { TimeAgo } from "../../components/relative-time.tsx";
import { RowsById } from "../../components/rows-by-id.tsx";
import { Segmented } from "../../components/segmented.tsx";
import { Skeleton, SkeletonRows } from "../../components/skeleton.tsx";
import { notifyFailure } from "../../components/toast.tsx";
import { useScriptRun } from "../../state/script-run.ts";
import { isFailed, runResult, shellName, timeLimit } from "../../state/script-words.ts";
import { RunMachineRow } from "./run-machine-row.tsx";
import { MayRunScripts } from "./scripts-frame.tsx";

export default function RunPage() {
  const params = useParams<{ id: string }>();
  const run = useQuery(() => scriptRunQuery(params.id));
  return (
    <MayRunScripts title="Run">
      <Switch
        fallback={
          <>
            <PageHeader title="Run" lead={<BackLink href="/scripts/runs" label="All runs" />} />
            <PageBody>
              <SkeletonRows count={4} label="Loading the run" row={() => <Skeleton class="my-3 h-5 w-full" />} />
            </PageBody>
          </>
        }
      >
        <Match when={run.isError && !answerOf(run)}>
          <PageHeader title="Run" lead={<BackLink href="/scripts/runs" label="All runs" />} />
          <ErrorState title="The run was not loaded" error={run.error} onRetry={() => run.refetch()} />
        </Match>
        <Match when={answerOf(run)}>{(detail) => <Run run={detail()} />}</Match>
      </Switch>
    </MayRunScripts>
  );
}

type Shown = "all" | "failed";

function Run(props: { run: ScriptRunDetail }) {
  const location = useLocation();
  const navigate = useNavigate();
  const runScript = useScriptRun();
  const shown = (): Shown => (new URLSearchParams(location.search).get("show") === "failed" ? "failed" : "all");
  const failed = createMemo(() => props.run.machines.filter(isFailed));
  const rows = createMemo(() => (shown() === "failed" ? failed() : props.run.machines));
  const isRunning = () => props.run.ended_at === null;
  const stopping = useMutation(() => ({
    mutationFn: (machineId?: string) => stopRun(props.run.id, machineId),
    onError: (error: unknown) => notifyFailure("It was not stopped", error),
  }));
  const again = (machines: readonly RunMachine[]) =>
    runScript({
      machineIds: machines.map(({ machine_id }) => machine_id),
      ...(props.run.script_id
        ? { scriptId: props.run.script_id }
        : { script: { text: props.run.script, shell: props.run.shell } }),
    });

  return (
    <>
      <PageHeader
        title={props.run.name}
        lead={
          <>
            <BackLink href="/scripts/runs" label="All runs" />
            <Badge tone={runResult(props.run).tone}>{runResult(props.run).words}</Badge>
          </>
        }
        actions={
          <Show
            when={isRunning()}
            fallback={
              <Button onClick={() => again(props.run.machines)}>
                <RotateCcw class="size-4" aria-hidden="true" />
                Run again
              </Button>
            }
          >
            <Button variant="danger" isBusy={stopping.isPending} onClick={() => stopping.mutate(undefined)}>
              <Square class="size-3.5" aria-hidden="true" />
              Stop everywhere
            </Button>
          </Show>
        }
      />
      <PageBody>
        <Facts run={props.run} />
        <Show when={props.run.machine_count > 1}>
          <div class="mb-4 flex flex-wrap items-center gap-3">
            <Segmented
              label="Machines shown"
              value={shown()}
              options={[
                { value: "all", label: `All ${props.run.machine_count}` },
                { value: "failed", label: `Not succeeded ${failed().length}` },
              ]}
              onChange={(value) =>
                navigate(`${location.pathname}${value === "failed" ? "?show=failed" : ""}`, {
                  replace: true,
                  scroll: false,
                })
              }
            />
            <Show when={!isRunning() && failed().length > 0}>
              <Button class="sm:ml-auto" onClick={() => again(failed())}>
                Run again where it failed
              </Button>
            </Show>
          </div>
        </Show>
        <ul class="overflow-hidden rounded-lg border border-line bg-panel" aria-label="Machines">
          <RowsById
            rows={rows()}
            idOf={({ machine_id }) => machine_id}
            fallback={<li class="p-4 text-center text-sm text-muted">It succeeded wherever it is over.</li>}
          >
            {(machine) => (
              <RunMachineRow
                runId={props.run.id}
                machine={machine}
                isOpenAtFirst={props.run.machine_count === 1}
                onStop={() => stopping.mutate(machine.machine_id)}
              />
            )}
          </RowsById>
        </ul>
        <details class="mt-6 rounded-lg border border-line bg-panel">
          <summary class="cursor-pointer px-3 py-2 text-sm text-muted">The script, as it was run</summary>
          <pre class="overflow-x-auto border-line border-t p-3 font-mono text-xs" tabindex="0">
            {props.run.script}
          </pre>
        </details>
      </PageBody>
    </>
  );
}

function Facts(props: { run: ScriptRunDetail }) {
  return (
    <p class="mb-5 break-words text-sm text-muted">
      {props.run.created_by.name}, <TimeAgo at={props.run.created_at} /> · {shellName(props.run.shell)}, at most{" "}
      {timeLimit(props.run.timeout_s)}
      {props.run.elevated ? " · as administrator" : ""}
      <Show when={props.run.parameters.length > 0}> · with {props.run.parameters.join(", ")}</Show>
      <Show when={props.run.script_id}>
        {" · "}
        <A href={`/scripts/${props.run.script_id}`} class="underline hover:text-text">
          in the library
        </A>
      </Show>
    </p>
  );
}
