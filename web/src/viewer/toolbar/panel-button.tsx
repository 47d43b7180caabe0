/** A side panel's button in the toolbar, with the count of what has not been seen in it. */
import { Show } from "solid-js";
import { Dynamic } from "solid-js/web";
import type { SidePanel } from "../panels/side-panels.ts";
import { useViewerActions } from "../viewer-actions.ts";
import { ToolbarButton } from "./toolbar-button.tsx";

export function PanelButton(props: { panel: SidePanel }) {
  const actions = useViewerActions();
  const unread = () => (actions.panel() === props.panel.id ? 0 : (props.panel.unread?.() ?? 0));
  return (
    <span class="relative flex">
      <ToolbarButton
        label={unread() > 0 ? `${props.panel.title}: ${unread()} new` : props.panel.title}
        icon={<Dynamic component={props.panel.Icon} class="size-4" aria-hidden="true" />}
        isPressed={actions.panel() === props.panel.id}
        onPress={() => actions.togglePanel(props.panel.id)}
      />
      <Show when={unread() > 0}>
        <span
          aria-hidden="true"
          class="pointer-events-none absolute top-0 right-0 min-w-4 rounded-full bg-accent px-1 text-center font-medium text-[10px] text-on-accent leading-4"
        >
          {unread()}
        </span>
      </Show>
    </span>
  );
}
