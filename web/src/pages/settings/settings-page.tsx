/** `/settings` and its tabs: one's own profile and security; for administrators the server's. */
import { useParams } from "@solidjs/router";
import { createMemo, Show, Suspense } from "solid-js";
import { Dynamic } from "solid-js/web";
import { PageBody, PageHeader } from "../../components/page-header.tsx";
import { PageTabs } from "../../components/page-tabs.tsx";
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
          <PageTabs label="Settings" tabs={tabs().map((one) => ({ path: settingsPath(one), label: one.label }))} />
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
