/** What the toolbar holds, in order. A new panel is one more line in the list, with the permission that it needs. */
import Eye from "lucide-solid/icons/eye";
import Gauge from "lucide-solid/icons/gauge";
import Keyboard from "lucide-solid/icons/keyboard";
import KeyboardOff from "lucide-solid/icons/keyboard-off";
import Maximize from "lucide-solid/icons/maximize";
import Minimize from "lucide-solid/icons/minimize";
import Scaling from "lucide-solid/icons/scaling";
import Signal from "lucide-solid/icons/signal";
import SignalHigh from "lucide-solid/icons/signal-high";
import SignalLow from "lucide-solid/icons/signal-low";
import SignalMedium from "lucide-solid/icons/signal-medium";
import { type Component, type JSX, Show } from "solid-js";
import { Dynamic } from "solid-js/web";
import type { Permission } from "../../../../protocol/permissions.ts";
import type { Scaling as ScalingName } from "../screen/scale.ts";
import { useScreenFocus } from "../screen/screen-focus.ts";
import { useViewerActions } from "../viewer-actions.ts";
import type { Quality } from "../viewer-quality.ts";
import { useViewer, type Viewer } from "../viewer-state.ts";
import { ClipboardItem } from "./clipboard-item.tsx";
import { CombosItem } from "./combos-item.tsx";
import { MonitorItem } from "./monitor-item.tsx";
import { ToolbarButton } from "./toolbar-button.tsx";
import { type Choice, MenuChoices, ToolbarMenu } from "./toolbar-menu.tsx";

export type ToolbarItem = {
  id: string;
  /** Without this permission it is absent. */
  needs: Permission;
  isOffered?: (viewer: Viewer) => boolean;
  View: Component;
};

export const TOOLBAR_ITEMS: readonly ToolbarItem[] = [
  { id: "keyboard", needs: "control", View: KeyboardItem },
  { id: "combos", needs: "key_combo", View: CombosItem },
  {
    id: "clipboard",
    needs: "view",
    isOffered: (viewer) => viewer.may("clipboard") || viewer.may("control"),
    View: ClipboardItem,
  },
  { id: "monitor", needs: "view", isOffered: (viewer) => viewer.snapshot().monitors.length > 1, View: MonitorItem },
  { id: "quality", needs: "view", View: QualityItem },
  { id: "scaling", needs: "view", View: ScalingItem },
  { id: "view-only", needs: "view", View: ViewOnlyItem },
  { id: "statistics", needs: "view", View: StatisticsItem },
  { id: "fullscreen", needs: "view", isOffered: () => document.fullscreenEnabled, View: FullscreenItem },
];

const ICON = "size-4";

/** Says where the keyboard is, and gives it to the remote screen; on touch devices brings up the on-screen one. */
function KeyboardItem() {
  const viewer = useViewer();
  const focus = useScreenFocus();
  const isTouch = matchMedia("(pointer: coarse)").matches;
  const isElsewhere = () => viewer.isControlling() && !focus.hasKeyboard();
  return (
    <ToolbarButton
      label={
        isTouch
          ? "On-screen keyboard"
          : isElsewhere()
            ? "The keyboard is elsewhere: type on the remote screen"
            : "What you type goes to the remote screen"
      }
      icon={
        <Show when={isElsewhere()} fallback={<Keyboard class={ICON} aria-hidden="true" />}>
          <KeyboardOff class={`${ICON} text-warning-text`} aria-hidden="true" />
        </Show>
      }
      isPressed={viewer.isControlling() && (isTouch ? focus.isTypingByTouch() : focus.hasKeyboard())}
      isDisabled={!viewer.isControlling()}
      onPress={() => (isTouch ? focus.toggleOnScreenKeyboard() : focus.take())}
    />
  );
}

const QUALITY_ICONS: Readonly<Record<Quality, Component<{ class?: string }>>> = {
  auto: Signal,
  high: SignalHigh,
  medium: SignalMedium,
  low: SignalLow,
};
const QUALITY_NAMES: Readonly<Record<Quality, string>> = { auto: "Auto", high: "High", medium: "Medium", low: "Low" };
const QUALITY_CHOICES: readonly Choice<Quality>[] = [
  { value: "auto", label: "Auto", hint: "As the connection allows" },
  { value: "high", label: "High", hint: "Sharp, more data" },
  { value: "medium", label: "Medium" },
  { value: "low", label: "Low", hint: "Slow connections" },
];

function QualityItem() {
  const viewer = useViewer();
  return (
    <ToolbarMenu
      label={`Quality: ${QUALITY_NAMES[viewer.quality()]}`}
      icon={<Dynamic component={QUALITY_ICONS[viewer.quality()]} class={ICON} />}
    >
      <MenuChoices value={viewer.quality()} choices={QUALITY_CHOICES} onChoose={viewer.setQuality} />
    </ToolbarMenu>
  );
}

const SCALING_NAMES: Readonly<Record<ScalingName, string>> = { fit: "Fit", actual: "1:1", device: "Device pixels" };
const SCALING_CHOICES: readonly Choice<ScalingName>[] = [
  { value: "fit", label: "Fit", hint: "Fills the window" },
  { value: "actual", label: "1:1", hint: "Real size" },
  { value: "device", label: "Device pixels", hint: "Sharpest" },
];

function ScalingItem() {
  const viewer = useViewer();
  const actions = useViewerActions();
  return (
    <ToolbarMenu
      label={`Scaling: ${SCALING_NAMES[viewer.scaling()]}`}
      shortcut={actions.shortcut("scaling")}
      icon={<Scaling class={ICON} aria-hidden="true" />}
    >
      <MenuChoices value={viewer.scaling()} choices={SCALING_CHOICES} onChoose={viewer.setScaling} />
    </ToolbarMenu>
  );
}

function ViewOnlyItem(): JSX.Element {
  const viewer = useViewer();
  const actions = useViewerActions();
  return (
    <ToolbarButton
      label={viewer.may("control") ? "View only" : "View only: this session does not allow control"}
      shortcut={viewer.may("control") ? actions.shortcut("view_only") : undefined}
      icon={<Eye class={ICON} aria-hidden="true" />}
      isPressed={viewer.isViewOnly()}
      isDisabled={!viewer.may("control")}
      class={viewer.isViewOnly() ? "aria-pressed:text-warning-text" : undefined}
      onPress={() => actions.run("view_only")}
    />
  );
}

function StatisticsItem() {
  const actions = useViewerActions();
  return (
    <ToolbarButton
      label="Statistics"
      shortcut={actions.shortcut("statistics")}
      icon={<Gauge class={ICON} aria-hidden="true" />}
      isPressed={actions.areStatisticsOpen()}
      onPress={() => actions.run("statistics")}
    />
  );
}

function FullscreenItem() {
  const actions = useViewerActions();
  const isOn = actions.fullscreen.isOn;
  return (
    <ToolbarButton
      label={isOn() ? "Leave fullscreen" : "Fullscreen"}
      shortcut={actions.shortcut("fullscreen")}
      icon={
        <Show when={isOn()} fallback={<Maximize class={ICON} aria-hidden="true" />}>
          <Minimize class={ICON} aria-hidden="true" />
        </Show>
      }
      isPressed={isOn()}
      onPress={() => actions.run("fullscreen")}
    />
  );
}
