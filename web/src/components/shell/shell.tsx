/** What surrounds every page of a signed-in person: rail or bottom bar, live events, palette, dialogs of machines. */
import { useLocation, useNavigate } from "@solidjs/router";
import { useQuery, useQueryClient } from "@tanstack/solid-query";
import { createEffect, ErrorBoundary, type JSX, Match, onCleanup, onMount, Show, Suspense, Switch } from "solid-js";
import { meQuery } from "../../api/account.ts";
import { onUnauthenticated } from "../../api/http-client.ts";
import { startLiveCache } from "../../api/live/live-cache.ts";
import { queryKeys } from "../../api/query-keys.ts";
import { signInPath } from "../../state/return-path.ts";
import { setScrollArea } from "../../state/scroll-area.ts";
import { SignedInProvider } from "../../state/signed-in.tsx";
import { ErrorState } from "../empty-state.tsx";
import { MachineDialogs } from "../machine-dialogs/machine-dialogs.tsx";
import { PageFailure } from "../page-failure.tsx";
import { CommandPalette } from "../palette/command-palette.tsx";
import { Skeleton } from "../skeleton.tsx";
import { AwayNotice } from "./away-notice.tsx";
import { BottomBar } from "./bottom-bar.tsx";
import { Rail } from "./rail.tsx";
import { TopBar } from "./top-bar.tsx";

export function Shell(props: { children?: JSX.Element }) {
  const me = useQuery(meQuery);
  const navigate = useNavigate();
  const location = useLocation();

  createEffect(() => {
    if (me.isSuccess && me.data === null) navigate(signInPath(location), { replace: true });
  });

  return (
    <Switch fallback={<ShellSkeleton />}>
      <Match when={me.isError}>
        <ErrorState title="The server does not answer" error={me.error} onRetry={() => me.refetch()} />
      </Match>
      <Match when={me.isSuccess && me.data}>
        {(signedIn) => (
          <SignedInProvider me={signedIn()}>
            <Frame>{props.children}</Frame>
          </SignedInProvider>
        )}
      </Match>
    </Switch>
  );
}

function Frame(props: { children: JSX.Element }) {
  const client = useQueryClient();
  onMount(() => {
    onCleanup(startLiveCache(client));
    onUnauthenticated(() => client.setQueryData(queryKeys.me, null));
  });
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
        <AwayNotice />
        <main id="main" tabindex="-1" ref={setScrollArea} class="@container relative min-h-0 flex-1 overflow-y-auto">
          <ErrorBoundary fallback={(error) => <PageFailure error={error} />}>
            <Suspense fallback={<PageSkeleton />}>{props.children}</Suspense>
          </ErrorBoundary>
        </main>
      </div>
      <BottomBar />
      <CommandPalette />
      <MachineDialogs />
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

function PageSkeleton(): JSX.Element {
  return (
    <Show when={true}>
      <div class="flex h-14 items-center border-b border-line px-6">
        <Skeleton class="h-4 w-32" />
      </div>
    </Show>
  );
}
