/** `/settings` and its tabs: one's own profile and security; for administrators the server's. */
import { A, useParams } from "@solidjs/router";
import { createMemo, For, Show, Suspense } from "solid-js";
import { Dynamic } from "solid-js/web";
import { PageBody, PageHeader } from "../../components/page-header.tsx";
import { Skeleton } from "../../components/skeleton.tsx";
import { useMe } from "../../state/signed-in.tsx";
import NotFoundPage from "../not-found-page.tsx";
import { settingsPath, settingsTabsFor } from "./settings-tabs.tsx";

export default function SettingsPage() {
  const me = useMe();
  const params = useParams<{ tab?: string }>();
  const tabs = createMemo(() => settingsTabsFor(me()));
  const open = createMemo(() => tabs().find((tab) => tab.name === (params.tab ?? "")));
  return (
    <Show when={open()} fallback={<NotFoundPage />}>
      {(tab) => (
        <>
          <PageHeader title="Settings" />
          <nav aria-label="Settings" class="border-b border-line px-4 md:px-6">
            <ul class="mx-auto -mb-px flex max-w-4xl gap-5 overflow-x-auto md:px-6">
              <For each={tabs()}>
                {(one) => (
                  <li class="shrink-0">
                    <A
                      href={settingsPath(one)}
                      end
                      class="flex h-10 items-center border-b-2 text-sm font-medium transition-colors -outline-offset-2"
                      activeClass="border-accent text-text"
                      inactiveClass="border-transparent text-muted hover:text-text"
                    >
                      {one.label}
                    </A>
                  </li>
                )}
              </For>
            </ul>
          </nav>
          <PageBody>
            <Suspense fallback={<Skeleton class="h-40 w-full" />}>
              <Dynamic component={tab().page} />
            </Suspense>
          </PageBody>
        </>
      )}
    </Show>
  );
}
