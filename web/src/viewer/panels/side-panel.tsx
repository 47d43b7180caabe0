/** Where side panels stand: at the right edge, over the whole page on phones. A panel that was opened once lives on while it is closed. */
import X from "lucide-solid/icons/x";
import { createEffect, createSignal, For, on, Show } from "solid-js";
import { Dynamic } from "solid-js/web";
import { IconButton } from "../../components/icon-button.tsx";
import { useViewerActions } from "../viewer-actions.ts";
import { useViewer } from "../viewer-state.ts";
import { SIDE_PANELS, type SidePanel } from "./side-panels.ts";

export function SidePanelHost() {
  const viewer = useViewer();
  const actions = useViewerActions();
  const [opened, setOpened] = createSignal<readonly SidePanel[]>([]);
  createEffect(
    on(actions.panel, (id) => {
      const panel = SIDE_PANELS.find((one) => one.id === id);
      if (panel && !opened().includes(panel)) setOpened([...opened(), panel]);
    }),
  );
  return (
    <For each={opened()}>
      {(panel) => (
        <Show when={viewer.may(panel.needs)}>
          <aside
            aria-label={panel.title}
            hidden={actions.panel() !== panel.id}
            class="absolute inset-y-0 right-0 z-30 flex w-96 max-w-full flex-col border-line border-l bg-raised shadow-pop max-sm:w-full [&[hidden]]:hidden"
            onKeyDown={(event) => {
              if (event.key !== "Escape" || event.defaultPrevented) return;
              event.stopPropagation();
              actions.togglePanel(panel.id);
            }}
          >
            <header class="flex h-11 shrink-0 items-center justify-between border-line border-b pr-1 pl-3">
              <h2 class="font-semibold text-sm">{panel.title}</h2>
              <IconButton
                label={`Close ${panel.title}`}
                icon={<X class="size-4" aria-hidden="true" />}
                onClick={() => actions.togglePanel(panel.id)}
              />
            </header>
            <div class="min-h-0 flex-1 overflow-auto">
              <Dynamic component={panel.View} />
            </div>
          </aside>
        </Show>
      )}
    </For>
  );
}
