/** Which of the machine's monitors is shown, or all of them as one picture. */
import LayoutGrid from "lucide-solid/icons/layout-grid";
import Monitor from "lucide-solid/icons/monitor";
import { ALL_MONITORS } from "../../../../protocol/limits.ts";
import { useViewer } from "../viewer-state.ts";
import { monitorChoices } from "./monitor-choices.ts";
import { MenuChoices, ToolbarMenu } from "./toolbar-menu.tsx";

const ICON = "size-4";

export function MonitorItem() {
  const viewer = useViewer();
  const choices = () => monitorChoices(viewer.snapshot().monitors);
  const shown = () => String(viewer.snapshot().monitor ?? "");
  const icon = () =>
    viewer.snapshot().monitor === ALL_MONITORS ? (
      <LayoutGrid class={ICON} aria-hidden="true" />
    ) : (
      <Monitor class={ICON} aria-hidden="true" />
    );
  return (
    <ToolbarMenu
      label={`Monitor: ${choices().find(({ value }) => value === shown())?.label ?? "unknown"}`}
      icon={icon()}
    >
      <MenuChoices
        value={shown()}
        choices={choices()}
        onChoose={(index) => viewer.send({ type: "set_monitor", index: Number(index) })}
      />
    </ToolbarMenu>
  );
}
