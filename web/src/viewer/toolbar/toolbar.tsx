/** The slim bar at the top edge: state, what can be done, the way out. */
import X from "lucide-solid/icons/x";
import { For, onMount, Show } from "solid-js";
import { Dynamic } from "solid-js/web";
import { classNames } from "../../components/class-names.ts";
import { SIDE_PANELS } from "../panels/side-panels.ts";
import { useScreenFocus } from "../screen/screen-focus.ts";
import { useViewerActions } from "../viewer-actions.ts";
import { isOver, useViewer } from "../viewer-state.ts";
import { createAutoHide } from "./auto-hide.ts";
import { ConnectionState } from "./connection-state.tsx";
import { Grip } from "./grip.tsx";
import { PanelButton } from "./panel-button.tsx";
import { ToolbarButton } from "./toolbar-button.tsx";
import { TOOLBAR_ITEMS } from "./toolbar-items.tsx";
import { toolbarPosition } from "./toolbar-position.ts";

export function Toolbar() {
  const viewer = useViewer();
  const focus = useScreenFocus();
  const actions = useViewerActions();
  let bar!: HTMLDivElement;
  const isHidden = createAutoHide(
    () => bar,
    () => actions.fullscreen.isOn() && viewer.isActive(),
  );
  const items = () =>
    TOOLBAR_ITEMS.filter(({ needs, isOffered }) => viewer.may(needs) && (isOffered?.(viewer) ?? true));

  onMount(() => focus.onLeaveToToolbar(() => bar.querySelector<HTMLElement>("button:not(:disabled)")?.focus()));

  return (
    <Show when={!isOver(viewer.phase())}>
      <div
        ref={bar}
        role="toolbar"
        aria-label="Session"
        class={classNames(
          "absolute top-0 z-20 flex w-max max-w-full flex-wrap items-center justify-center rounded-b-lg border border-t-0 border-line bg-raised px-1 py-0.5 shadow-pop",
          "transition-[translate,opacity] duration-150 focus-within:translate-y-0 focus-within:opacity-100",
          isHidden() && "-translate-y-full opacity-0",
        )}
        style={{ left: `${toolbarPosition()}%`, transform: `translateX(-${toolbarPosition()}%)` }}
      >
        <Grip toolbar={() => bar} />
        <ConnectionState />
        <span class="mx-1 h-4 w-px shrink-0 bg-line max-sm:mx-0" />
        <For each={items()}>{(item) => <Dynamic component={item.View} />}</For>
        <For each={SIDE_PANELS.filter(({ needs }) => viewer.may(needs))}>
          {(panel) => <PanelButton panel={panel} />}
        </For>
        <span class="mx-1 h-4 w-px shrink-0 bg-line max-sm:mx-0" />
        <ToolbarButton
          label="End session"
          shortcut={actions.shortcut("end")}
          icon={<X class="size-4" aria-hidden="true" />}
          class="hover:bg-danger-soft hover:text-danger-text"
          opensDialog
          onPress={() => actions.run("end")}
        />
      </div>
    </Show>
  );
}
