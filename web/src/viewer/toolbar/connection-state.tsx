/** Which machine, in what state, and how far behind its picture is. */
import { Show } from "solid-js";
import { classNames } from "../../components/class-names.ts";
import { Tooltip } from "../../components/tooltip.tsx";
import type { Phase } from "../viewer-model.ts";
import { useViewer } from "../viewer-state.ts";
import { delayLevel, presentDelayMs } from "./delay-level.ts";

const DOTS: Readonly<Record<Phase["kind"], string>> = {
  active: "bg-online",
  connecting: "bg-warning animate-breathe",
  waiting_consent: "bg-warning animate-breathe",
  reconnecting: "bg-warning animate-breathe",
  no_picture: "bg-warning",
  // Hollow: state is not told by colour alone.
  agent_offline: "border-2 border-offline",
  replaced: "border-2 border-offline",
  ended: "border-2 border-offline",
  refused: "border-2 border-offline",
};

const DELAY_COLOURS = { good: "text-muted", slow: "text-warning-text", bad: "text-danger-text" } as const;

export function ConnectionState() {
  const viewer = useViewer();
  const delayMs = () => {
    const statistics = viewer.statistics();
    return viewer.isActive() && statistics ? presentDelayMs(statistics) : null;
  };
  return (
    <div class="flex min-w-0 items-center gap-2 overflow-hidden px-2 text-sm select-none max-sm:px-1.5">
      <span class={classNames("size-2 shrink-0 rounded-full", DOTS[viewer.phase().kind])} aria-hidden="true" />
      <span class="max-w-40 truncate font-medium max-sm:hidden">{viewer.snapshot().machine?.name ?? "Session"}</span>
      <Show when={viewer.isActive() && viewer.isViewOnly() && viewer.snapshot().permissions.length > 0}>
        <span class="text-xs text-warning-text max-md:sr-only">View only</span>
      </Show>
      <Show when={viewer.isActive() && viewer.snapshot().isRecorded}>
        <Tooltip
          as="span"
          text="This session is recorded"
          placement="bottom"
          triggerProps={{ class: "flex items-center gap-1 text-danger-text text-xs" }}
        >
          <span class="size-2 rounded-full bg-danger" aria-hidden="true" />
          <span class="sr-only">This session is recorded</span>
          <span class="max-sm:hidden" aria-hidden="true">
            REC
          </span>
        </Tooltip>
      </Show>
      <Show when={delayMs() !== null}>
        <Tooltip
          as="span"
          text="Delay: from a change on the machine to its picture here"
          placement="bottom"
          triggerProps={{
            get class() {
              return classNames(
                "min-w-12 text-right text-xs whitespace-nowrap tabular-nums max-sm:min-w-0",
                DELAY_COLOURS[delayLevel(delayMs() ?? 0)],
              );
            },
          }}
        >
          <span class="sr-only">Delay </span>
          {Math.round(delayMs() ?? 0)} ms
        </Tooltip>
      </Show>
    </div>
  );
}
