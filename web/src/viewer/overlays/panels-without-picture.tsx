/** What a technician can do on a machine that shows no picture: panels that need no desktop there. */
import { For } from "solid-js";
import { Button } from "../../components/button.tsx";
import { SIDE_PANELS } from "../panels/side-panels.ts";
import { useViewerActions } from "../viewer-actions.ts";
import { useViewer } from "../viewer-state.ts";

const NEED_NO_DESKTOP: ReadonlySet<string> = new Set(["terminal", "files"]);

export function PanelsWithoutPicture() {
  const viewer = useViewer();
  const actions = useViewerActions();
  const panels = () => SIDE_PANELS.filter((panel) => NEED_NO_DESKTOP.has(panel.id) && viewer.may(panel.needs));
  return (
    <For each={panels()}>
      {(panel) => (
        <Button variant="secondary" onClick={() => actions.panel() !== panel.id && actions.togglePanel(panel.id)}>
          {panel.title}
        </Button>
      )}
    </For>
  );
}
