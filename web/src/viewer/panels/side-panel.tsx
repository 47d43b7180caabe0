/** Where side panels stand: beside the screen, on phones over the whole page. A panel that was opened once lives on while it is closed. */
import X from "lucide-solid/icons/x";
import { createEffect, createSignal, For, on, Show, Suspense } from "solid-js";
import { Dynamic } from "solid-js/web";
import { classNames } from "../../components/class-names.ts";
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
            class={classNames(
              "z-30 flex shrink-0 flex-col border-line border-l bg-raised [&[hidden]]:hidden",
              "max-md:absolute max-md:inset-y-0 max-md:right-0 max-md:max-w-full max-md:shadow-pop max-sm:w-full",
              panel.isWide ? "w-[clamp(24rem,45vw,48rem)]" : "w-80 lg:w-96",
            )}
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
              <Suspense fallback={<p class="p-4 text-muted text-sm">Loading…</p>}>
                <Dynamic component={panel.View} />
              </Suspense>
            </div>
          </aside>
        </Show>
      )}
    </For>
  );
}
