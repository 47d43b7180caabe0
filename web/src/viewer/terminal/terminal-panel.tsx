/** Terminals on the machine, each in a tab. They go on while the panel is closed. */
import Plus from "lucide-solid/icons/plus";
import Shield from "lucide-solid/icons/shield";
import X from "lucide-solid/icons/x";
import { createSignal, For, Show } from "solid-js";
import { classNames } from "../../components/class-names.ts";
import { IconButton } from "../../components/icon-button.tsx";
import { useViewerActions } from "../viewer-actions.ts";
import { useViewer } from "../viewer-state.ts";
import { OneTerminal } from "./one-terminal.tsx";
import { newTab, readTabs, storeTabs, type TerminalTab } from "./terminal-tabs.ts";

const MAX_TABS = 8;

export default function TerminalPanel() {
  const viewer = useViewer();
  const actions = useViewerActions();
  const stored = readTabs(viewer.sessionId, sessionStorage);
  const [tabs, setTabs] = createSignal<readonly TerminalTab[]>(stored.length > 0 ? stored : [newTab([], false)]);
  const [shownId, setShownId] = createSignal(tabs()[0]?.id);
  const change = (next: readonly TerminalTab[]): void => {
    setTabs(next);
    storeTabs(viewer.sessionId, next, sessionStorage);
  };
  change(tabs());

  function add(isElevated: boolean): void {
    const tab = newTab(tabs(), isElevated);
    change([...tabs(), tab]);
    setShownId(tab.id);
  }

  function close(tab: TerminalTab): void {
    viewer.send({ type: "terminal_close", terminal_id: tab.id });
    const rest = tabs().filter((one) => one !== tab);
    change(rest);
    if (shownId() === tab.id) setShownId(rest.at(-1)?.id);
    if (rest.length > 0) return;
    actions.togglePanel("terminal");
    // The next opening of the panel begins with a new one.
    add(false);
  }

  return (
    <div class="flex h-full flex-col">
      <div class="flex items-center gap-1 overflow-x-auto border-line border-b px-2 py-1">
        <div role="tablist" aria-label="Terminals" class="flex items-center gap-1">
          <For each={tabs()}>
            {(tab) => (
              <span
                class={classNames(
                  "flex items-center rounded-md",
                  shownId() === tab.id ? "bg-active text-text" : "text-muted hover:bg-hover",
                )}
              >
                <button
                  type="button"
                  role="tab"
                  aria-selected={shownId() === tab.id}
                  class="flex h-7 items-center gap-1.5 rounded-md pr-1 pl-2.5 text-xs pointer-coarse:h-10"
                  onClick={() => setShownId(tab.id)}
                >
                  <Show when={tab.isElevated}>
                    <Shield class="size-3 text-warning-text" aria-label="As administrator" />
                  </Show>
                  Terminal {tab.number}
                </button>
                <button
                  type="button"
                  aria-label={`Close terminal ${tab.number}`}
                  class="flex size-6 items-center justify-center rounded-md hover:bg-hover pointer-coarse:size-10"
                  onClick={() => close(tab)}
                >
                  <X class="size-3" aria-hidden="true" />
                </button>
              </span>
            )}
          </For>
        </div>
        <IconButton
          label="New terminal"
          icon={<Plus class="size-4" aria-hidden="true" />}
          disabled={tabs().length >= MAX_TABS}
          onClick={() => add(false)}
        />
        <Show when={viewer.may("elevated")}>
          <IconButton
            label="New terminal as administrator"
            icon={<Shield class="size-4" aria-hidden="true" />}
            disabled={tabs().length >= MAX_TABS}
            onClick={() => add(true)}
          />
        </Show>
      </div>
      <For each={tabs()}>
        {(tab) => (
          <OneTerminal
            tab={tab}
            isShown={shownId() === tab.id && actions.panel() === "terminal"}
            onClose={() => close(tab)}
          />
        )}
      </For>
    </div>
  );
}
