/** A machine of a run: its result in a line, and its output when that is opened. */
import { A } from "@solidjs/router";
import ChevronRight from "lucide-solid/icons/chevron-right";
import Square from "lucide-solid/icons/square";
import { createMemo, createSignal, createUniqueId, Show } from "solid-js";
import type { RunMachine } from "../../../../protocol/rest/scripts.ts";
import { Badge } from "../../components/badge.tsx";
import { classNames } from "../../components/class-names.ts";
import { IconButton } from "../../components/icon-button.tsx";
import { now } from "../../state/clock.ts";
import { duration } from "../../state/relative-time.ts";
import { machineResult } from "../../state/script-words.ts";
import { RunOutputView } from "./run-output-view.tsx";

export function RunMachineRow(props: {
  runId: string;
  machine: RunMachine;
  isOpenAtFirst: boolean;
  onStop: () => void;
}) {
  const [isOpen, setOpen] = createSignal(props.isOpenAtFirst);
  const outputId = createUniqueId();
  const result = createMemo(() => machineResult(props.machine));
  const hasBegun = () => props.machine.started_at !== null;
  const took = () => {
    const { started_at, ended_at } = props.machine;
    return started_at ? duration((ended_at ? Date.parse(ended_at) : now()) - Date.parse(started_at)) : "";
  };
  return (
    <li class="border-line border-b last:border-b-0">
      <div class="flex min-h-11 items-center gap-3 px-3 py-1.5 hover:bg-hover">
        <button
          type="button"
          class="flex min-w-0 flex-1 items-center gap-2 text-left text-sm disabled:cursor-default"
          aria-expanded={isOpen()}
          aria-controls={outputId}
          disabled={!hasBegun()}
          onClick={() => setOpen((before) => !before)}
        >
          <ChevronRight
            class={classNames(
              "size-4 shrink-0 text-faint transition-transform",
              isOpen() && hasBegun() && "rotate-90",
              !hasBegun() && "invisible",
            )}
            aria-hidden="true"
          />
          <span class="min-w-0 truncate font-medium">{props.machine.machine_name}</span>
          <Show when={props.machine.message}>
            <span class="min-w-0 flex-1 truncate text-xs text-muted max-sm:hidden">{props.machine.message}</span>
          </Show>
        </button>
        <span class="text-muted text-xs tabular-nums max-sm:hidden">{took()}</span>
        <Badge tone={result().tone}>{result().words}</Badge>
        <Show when={props.machine.ended_at === null}>
          <IconButton
            label={`Stop on ${props.machine.machine_name}`}
            icon={<Square class="size-3.5" aria-hidden="true" />}
            onClick={props.onStop}
          />
        </Show>
      </div>
      <Show when={props.machine.message}>
        <p class="px-3 pb-2 pl-9 text-muted text-xs sm:hidden">{props.machine.message}</p>
      </Show>
      <div id={outputId}>
        <Show when={isOpen() && hasBegun()}>
          <RunOutputView runId={props.runId} machine={props.machine} />
          <p class="border-line border-t px-3 py-1.5 pl-9 text-xs">
            <A href={`/machines/${props.machine.machine_id}`} class="text-muted underline hover:text-text">
              Open {props.machine.machine_name}
            </A>
          </p>
        </Show>
      </div>
    </li>
  );
}
