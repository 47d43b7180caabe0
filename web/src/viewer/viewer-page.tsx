/** A session's page: the remote screen fills the window; toolbar, panels and overlays lie over it. */
import { useNavigate, useParams } from "@solidjs/router";
import { createEffect, createResource, Match, onCleanup, onMount, Show, Switch } from "solid-js";
import { ApiError, messageOf } from "../api/http-client.ts";
import { joinLiveSession } from "../api/sessions.ts";
import { signInPath } from "../state/return-path.ts";
import { useDarkTheme } from "../state/theme.ts";
import { ChatProvider, createChat } from "./chat/create-chat.ts";
import { ClipboardProvider, createSharedClipboard } from "./clipboard/create-clipboard.ts";
import { TypeTextDialog } from "./clipboard/type-text-dialog.tsx";
import { commandOf } from "./input/shortcuts.ts";
import { Refused } from "./overlays/final-overlays.tsx";
import { OverlayCard } from "./overlays/overlay-card.tsx";
import { Backdrop, PhaseOverlay } from "./overlays/phase-overlay.tsx";
import { pageTitle } from "./page-title.ts";
import { SidePanelHost } from "./panels/side-panel.tsx";
import { StatisticsPanel } from "./panels/statistics-panel.tsx";
import { ControlNotice } from "./people/control-notice.tsx";
import { createScreenFocus, ScreenFocusProvider } from "./screen/screen-focus.ts";
import { ViewerScreen } from "./screen/viewer-screen.tsx";
import { EndSession } from "./toolbar/end-session.tsx";
import { Toolbar } from "./toolbar/toolbar.tsx";
import { createViewerActions, type ViewerActions, ViewerActionsProvider } from "./viewer-actions.ts";
import { openViewer } from "./viewer-engine.ts";
import { createViewer, ViewerProvider } from "./viewer-state.ts";
import { storeViewerToken, takeViewerToken } from "./viewer-token.ts";

export default function ViewerPage() {
  const params = useParams<{ id: string }>();
  useDarkTheme();
  onMount(() => {
    // Another link to the same page changes the fragment only.
    const reopen = () => location.hash.includes("token=") && location.reload();
    window.addEventListener("hashchange", reopen);
    onCleanup(() => window.removeEventListener("hashchange", reopen));
  });
  return (
    <main class="fixed inset-0 overflow-hidden bg-sunken text-text">
      <Show when={params.id} keyed>
        {(sessionId) => <Entrance sessionId={sessionId} />}
      </Show>
    </main>
  );
}

/** In with the ticket that this tab has; without one, whoever is signed in is given one of their own. */
function Entrance(props: { sessionId: string }) {
  const navigate = useNavigate();
  const own = takeViewerToken(props.sessionId, { location, history, storage: sessionStorage });
  const [ticket] = createResource(
    () => (own ? null : props.sessionId),
    async (sessionId) => {
      const { viewer_token } = await joinLiveSession(sessionId);
      storeViewerToken(sessionId, viewer_token, sessionStorage);
      return viewer_token;
    },
  );
  createEffect(() => {
    const { error } = ticket;
    if (error instanceof ApiError && error.status === 401) navigate(signInPath(location), { replace: true });
  });
  return (
    <Switch
      fallback={
        <Backdrop>
          <OverlayCard isBusy title="Opening the session" />
        </Backdrop>
      }
    >
      <Match when={ticket.error}>
        <Backdrop>
          <Refused message={refusal(ticket.error)} />
        </Backdrop>
      </Match>
      <Match when={own ?? (ticket.state === "ready" && ticket())}>
        {(viewerToken) => <Session sessionId={props.sessionId} viewerToken={viewerToken()} />}
      </Match>
    </Switch>
  );
}

function refusal(error: unknown): string {
  const isAway = error instanceof ApiError && (error.status === 404 || error.status === 410);
  return isAway ? "It is over, or it is not one of those that you may see." : messageOf(error);
}

function listenToShortcuts(actions: ViewerActions): void {
  const carryOut = (event: KeyboardEvent) => {
    const command = commandOf(event);
    if (command === null || event.repeat) return;
    event.preventDefault();
    actions.run(command);
  };
  window.addEventListener("keydown", carryOut);
  onCleanup(() => window.removeEventListener("keydown", carryOut));
}

function Session(props: { sessionId: string; viewerToken: string }) {
  const viewer = createViewer(openViewer, props.sessionId, props.viewerToken);
  const focus = createScreenFocus();
  const actions = createViewerActions(viewer, focus);
  const clipboard = createSharedClipboard(viewer);
  const chat = createChat(viewer, actions);
  listenToShortcuts(actions);
  createEffect(() => {
    document.title = pageTitle(viewer.snapshot().machine?.name ?? null, viewer.phase());
  });
  return (
    <ViewerProvider value={viewer}>
      <ScreenFocusProvider value={focus}>
        <ViewerActionsProvider value={actions}>
          <ClipboardProvider value={clipboard}>
            <ChatProvider value={chat}>
              <div class="flex h-full">
                <div class="relative min-w-0 flex-1 overflow-hidden">
                  <ViewerScreen shortcutHint={actions.shortcut("toolbar")} />
                  <PhaseOverlay />
                  <Toolbar />
                  <Show when={actions.areStatisticsOpen() && viewer.isActive()}>
                    <StatisticsPanel />
                  </Show>
                  <ControlNotice />
                </div>
                <SidePanelHost />
              </div>
              <EndSession />
              <TypeTextDialog />
            </ChatProvider>
          </ClipboardProvider>
        </ViewerActionsProvider>
      </ScreenFocusProvider>
    </ViewerProvider>
  );
}
