/** What can be done with the selected machines: floats above the list while there are any. */
import CircleArrowUp from "lucide-solid/icons/circle-arrow-up";
import Code from "lucide-solid/icons/code-xml";
import FolderInput from "lucide-solid/icons/folder-input";
import Power from "lucide-solid/icons/power";
import TagIcon from "lucide-solid/icons/tag";
import Trash from "lucide-solid/icons/trash";
import X from "lucide-solid/icons/x";
import { createSignal, type JSX, Match, Show, Switch } from "solid-js";
import { Button } from "../../../components/button.tsx";
import { classNames } from "../../../components/class-names.ts";
import { IconButton } from "../../../components/icon-button.tsx";
import { useCanUpdateAgent } from "../../../state/agent-update.ts";
import { countWord } from "../../../state/count-word.ts";
import type { MachineSelection } from "../../../state/machine-selection.ts";
import { useScriptRun } from "../../../state/script-run.ts";
import { canWake } from "../../../state/wake.ts";
import { BulkMove } from "./bulk-move.tsx";
import { BulkRemove } from "./bulk-remove.tsx";
import { BulkTags } from "./bulk-tags.tsx";
import { createBulkRun } from "./create-bulk-run.ts";

type Asked = "tag" | "move" | "remove";

export function BulkBar(props: { selection: MachineSelection }) {
  const [asked, setAsked] = createSignal<Asked | null>(null);
  const selected = () => props.selection.selected();
  const managed = () => selected().filter(({ permissions }) => permissions.includes("manage"));
  const wakeable = () => selected().filter(canWake);
  const scriptable = () => selected().filter(({ permissions }) => permissions.includes("scripts"));
  const canUpdate = useCanUpdateAgent();
  const outdated = () => selected().filter(canUpdate);
  const runScript = useScriptRun();
  const run = createBulkRun(props.selection.select);
  const close = () => setAsked(null);
  return (
    <Show when={selected().length > 0}>
      <div class="pointer-events-none fixed inset-x-0 bottom-4 z-30 flex justify-center px-4 max-md:bottom-18">
        <section
          aria-label="Selected machines"
          class="pointer-events-auto flex max-w-full animate-rise items-center gap-1 overflow-x-auto rounded-xl border border-line-strong bg-raised p-1.5 shadow-pop [scrollbar-width:none]"
        >
          <span role="status" class="shrink-0 px-2 text-sm whitespace-nowrap tabular-nums">
            <Show when={run.progress()} fallback={<CountWords selection={props.selection} />}>
              {(progress) => `${progress().words} ${progress().done} of ${progress().total}`}
            </Show>
          </span>
          <Show
            when={!run.progress()}
            fallback={
              <>
                <progress
                  class="h-1 w-32 accent-accent"
                  aria-label="Progress"
                  max={run.progress()?.total}
                  value={run.progress()?.done}
                />
                <Button size="sm" variant="ghost" onClick={run.stop}>
                  Stop
                </Button>
              </>
            }
          >
            <Show when={managed().length > 0}>
              <Act label="Tag…" icon={<TagIcon class="size-3.5" />} onClick={() => setAsked("tag")} />
              <Act label="Move…" icon={<FolderInput class="size-3.5" />} onClick={() => setAsked("move")} />
            </Show>
            <Show when={wakeable().length > 0}>
              <Act
                label={wakeable().length === selected().length ? "Wake" : `Wake ${wakeable().length}`}
                icon={<Power class="size-3.5" />}
                onClick={() => run.start({ action: "wake" }, wakeable())}
              />
            </Show>
            <Show when={outdated().length > 0}>
              <Act
                label={
                  outdated().length === selected().length
                    ? "Update agents"
                    : `Update ${countWord(outdated().length, "agent")}`
                }
                icon={<CircleArrowUp class="size-3.5" />}
                onClick={() => run.start({ action: "update_agent" }, outdated())}
              />
            </Show>
            <Show when={scriptable().length > 0}>
              <Act
                label="Run script…"
                icon={<Code class="size-3.5" />}
                onClick={() => runScript({ machineIds: scriptable().map(({ id }) => id) })}
              />
            </Show>
            <Show when={managed().length > 0}>
              <Act label="Remove…" isDanger icon={<Trash class="size-3.5" />} onClick={() => setAsked("remove")} />
            </Show>
            <IconButton
              label="Select none"
              shortcut="Esc"
              icon={<X class="size-4" aria-hidden="true" />}
              onClick={() => props.selection.clear()}
            />
          </Show>
        </section>
      </div>
      <Switch>
        <Match when={asked() === "tag"}>
          <BulkTags machines={managed()} run={run} onClose={close} />
        </Match>
        <Match when={asked() === "move"}>
          <BulkMove machines={managed()} run={run} onClose={close} />
        </Match>
        <Match when={asked() === "remove"}>
          <BulkRemove machines={managed()} run={run} onClose={close} />
        </Match>
      </Switch>
    </Show>
  );
}

function CountWords(props: { selection: MachineSelection }) {
  const hidden = () => props.selection.hiddenCount();
  return (
    <>
      {props.selection.selected().length}
      <span class="max-sm:sr-only"> selected</span>
      <Show when={hidden() > 0}>
        <span class="text-muted"> · {hidden()} not shown</span>
      </Show>
    </>
  );
}

function Act(props: { label: string; icon: JSX.Element; isDanger?: boolean; onClick: () => void }) {
  return (
    <Button
      size="sm"
      variant="ghost"
      class={classNames(
        // On a phone all of them fit beside each other: the icon above its word.
        "max-sm:h-12! max-sm:min-w-0 max-sm:shrink max-sm:flex-col max-sm:gap-1! max-sm:px-1.5! max-sm:text-[11px]",
        props.isDanger && "text-danger-text",
      )}
      onClick={props.onClick}
    >
      <span aria-hidden="true">{props.icon}</span>
      {props.label}
    </Button>
  );
}
