/** What surrounds every page of a signed-in person: rail or bottom bar, live events, palette, dialogs of machines. */
import { useLocation, useNavigate } from "@solidjs/router";
import { useQuery, useQueryClient } from "@tanstack/solid-query";
import {
  createEffect,
  createMemo,
  ErrorBoundary,
  type JSX,
  lazy,
  Match,
  onCleanup,
  onMount,
  Show,
  Suspense,
  Switch,
} from "solid-js";
import { meQuery } from "../../api/account.ts";
import { answerOf } from "../../api/answer-of.ts";
import { onSecondFactorRequired, onUnauthenticated } from "../../api/http-client.ts";
import { startLiveCache } from "../../api/live/live-cache.ts";
import { queryKeys } from "../../api/query-keys.ts";
import { forgetPerson, takeLeaveByChoice } from "../../state/leave.ts";
import { announce } from "../../state/notices/announce.ts";
import { createEventNotices } from "../../state/notices/event-notices.ts";
import { signInPath } from "../../state/return-path.ts";
import { scrollArea, setScrollArea } from "../../state/scroll-area.ts";
import { SignedInProvider } from "../../state/signed-in.tsx";
import { createWakeWatch } from "../../state/wake.ts";
import { ErrorState } from "../empty-state.tsx";
import { MachineDialogs } from "../machine-dialogs/machine-dialogs.tsx";
import { MachineMenu } from "../machine-menu/machine-menu.tsx";
import { PageFailure } from "../page-failure.tsx";
import { CommandPalette } from "../palette/command-palette.tsx";
import { ProofHost } from "../proof/proof-host.tsx";
import { Shortcuts } from "../shortcuts/shortcut-sheet.tsx";
import { Skeleton } from "../skeleton.tsx";
import { AwayNotice } from "./away-notice.tsx";
import { BottomBar } from "./bottom-bar.tsx";
import { EnrollmentNotice } from "./enrollment-notice.tsx";
import { keepFocus } from "./focus-keeper.ts";
import { followPageChanges } from "./page-change.ts";
import { Rail } from "./rail.tsx";
import { TopBar } from "./top-bar.tsx";

const RequiredSecondFactorPage = lazy(() => import("../../pages/required-second-factor-page.tsx"));

export function Shell(props: { children?: JSX.Element }) {
  const client = useQueryClient();
  const me = useQuery(meQuery);
  const navigate = useNavigate();
  const location = useLocation();

  const isSignedOut = createMemo(() => answerOf(me) === null);
  createEffect(() => {
    if (!isSignedOut()) return;
    navigate(takeLeaveByChoice() ? "/sign-in" : signInPath(location), { replace: true });
    forgetPerson(client);
  });

  return (
    <Switch fallback={<ShellSkeleton />}>
      <Match when={answerOf(me)}>
        {(signedIn) => (
          <SignedInProvider me={signedIn()}>
            <Show when={!signedIn().must_set_up_second_factor} fallback={<RequiredSecondFactorPage />}>
              <Frame>{props.children}</Frame>
            </Show>
          </SignedInProvider>
        )}
      </Match>
      <Match when={me.isError}>
        <ErrorState title="The server does not answer" error={me.error} onRetry={() => me.refetch()} />
      </Match>
    </Switch>
  );
}

function Frame(props: { children: JSX.Element }) {
  const client = useQueryClient();
  const navigate = useNavigate();
  let main: HTMLElement | undefined;
  followPageChanges(scrollArea);
  keepFocus();
  onMount(() => {
    // Not by `ref`: within the router's transition what a list reads there would still be the shell before this one.
    setScrollArea(main ?? null);
    onCleanup(() => setScrollArea(null));
    onSecondFactorRequired(() => void client.invalidateQueries({ queryKey: queryKeys.me }));
    const notices = createEventNotices({
      announce: ({ path, ...notice }) => announce({ ...notice, action: { label: "Open", run: () => navigate(path) } }),
    });
    onCleanup(notices.stop);
    onCleanup(startLiveCache(client, notices.note));
    onUnauthenticated(() => forgetPerson(client));
  });
  createWakeWatch();
  return (
    <div class="flex h-full flex-col md:flex-row">
      <a
        href="#main"
        class="sr-only z-50 rounded-md bg-accent px-3 py-2 text-on-accent focus:not-sr-only focus:absolute focus:top-2 focus:left-2"
      >
        Skip to the page
      </a>
      <Rail />
      <TopBar />
      <div class="flex min-h-0 min-w-0 flex-1 flex-col">
        <Suspense>
          <AwayNotice />
          <EnrollmentNotice />
        </Suspense>
        <main
          id="main"
          tabindex="-1"
          ref={main}
          class="@container relative min-h-0 flex-1 overflow-y-auto outline-none"
        >
          <ErrorBoundary fallback={(error) => <PageFailure error={error} />}>
            <Suspense fallback={<PageSkeleton />}>{props.children}</Suspense>
          </ErrorBoundary>
        </main>
      </div>
      <BottomBar />
      {/* What they still wait for must not take the shell out of the document: the focus and the places scrolled to would be lost,
          and a dialog would count the page below it as hidden twice and leave it so for screen readers. */}
      <Suspense>
        <CommandPalette />
        <MachineMenu />
        <Shortcuts />
        <MachineDialogs />
        <ProofHost />
      </Suspense>
    </div>
  );
}

function ShellSkeleton() {
  return (
    <div class="flex h-full" role="status" aria-label="Loading">
      <div class="w-56 border-r border-line bg-sunken max-lg:w-14 max-md:hidden" />
      <div class="flex-1">
        <PageSkeleton />
      </div>
    </div>
  );
}

function PageSkeleton() {
  return (
    <div class="flex h-14 items-center border-b border-line px-4 md:px-6">
      <Skeleton class="h-4 w-32" />
    </div>
  );
}
