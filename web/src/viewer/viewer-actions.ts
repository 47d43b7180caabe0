/** What toolbar and shortcuts do alike, and what of the page is open. */
import { type Accessor, createContext, createSignal, useContext } from "solid-js";
import { notifyFailure } from "../components/toast.tsx";
import { createFullscreen, type Fullscreen } from "./fullscreen.ts";
import { keyPlatform } from "./input/key-platform.ts";
import { shortcutOf, type ViewerCommand } from "./input/shortcuts.ts";
import { SCALINGS } from "./screen/scale.ts";
import type { ScreenFocus } from "./screen/screen-focus.ts";
import type { Viewer } from "./viewer-state.ts";

export type ViewerActions = {
  run(command: ViewerCommand): void;
  /** As the technician's own keyboard calls it. */
  shortcut(command: ViewerCommand): string;
  fullscreen: Fullscreen;
  areStatisticsOpen: Accessor<boolean>;
  /** The side panel that is open, by its id. */
  panel: Accessor<string | null>;
  togglePanel(id: string): void;
  isEndAsked: Accessor<boolean>;
  setEndAsked(isAsked: boolean): void;
};

export function createViewerActions(viewer: Viewer, focus: ScreenFocus): ViewerActions {
  const fullscreen = createFullscreen();
  const [areStatisticsOpen, setStatisticsOpen] = createSignal(false);
  // Where somebody came for the terminal or the files, these are open; what they may not have stays away.
  const [panel, setPanel] = createSignal<string | null>(new URLSearchParams(location.search).get("panel"));
  const [isEndAsked, setEndAsked] = createSignal(false);
  const isMac = keyPlatform() === "mac";

  const commands: Readonly<Record<ViewerCommand, () => void>> = {
    toolbar: () => focus.leaveToToolbar(),
    fullscreen: () => {
      fullscreen.toggle().catch((error) => notifyFailure("The browser refused fullscreen", error));
    },
    scaling: () => viewer.setScaling(SCALINGS[(SCALINGS.indexOf(viewer.scaling()) + 1) % SCALINGS.length] ?? "fit"),
    statistics: () => setStatisticsOpen((isOpen) => !isOpen),
    view_only: () => viewer.setViewOnly(!viewer.isViewOnly()),
    end: () => setEndAsked(true),
  };

  return {
    run: (command) => commands[command](),
    shortcut: (command) => shortcutOf(command, isMac),
    fullscreen,
    areStatisticsOpen,
    panel,
    togglePanel(id) {
      const isOpen = panel() === id;
      setPanel(isOpen ? null : id);
      if (isOpen) focus.take();
    },
    isEndAsked,
    setEndAsked,
  };
}

const ActionsContext = createContext<ViewerActions>();
export const ViewerActionsProvider = ActionsContext.Provider;

export function useViewerActions(): ViewerActions {
  const actions = useContext(ActionsContext);
  if (!actions) throw new Error("useViewerActions outside a session's page");
  return actions;
}
