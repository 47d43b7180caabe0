/** What this browser tells the person of, in the page or on the desktop. */
import { createSignal, For, Match, onCleanup, onMount, Show, Switch } from "solid-js";
import { CheckField } from "../../components/check-field.tsx";
import { Panel, Section } from "../../components/page-header.tsx";
import { Segmented } from "../../components/segmented.tsx";
import {
  type NoticeKind,
  type NoticeWay,
  noticeWay,
  setWantsNotice,
  wantsNotice,
} from "../../state/notices/notice-choices.ts";

const KINDS: readonly { kind: NoticeKind; label: string; hint: string }[] = [
  {
    kind: "visits",
    label: "Somebody started my support link",
    hint: "They wait for you.",
  },
  { kind: "chat", label: "A chat message while I look elsewhere", hint: "In a session that is open in this browser." },
  { kind: "machines", label: "A machine came online or went offline", hint: "Of all that you may see." },
];

type Permission = NotificationPermission | "unsupported";
const permissionNow = (): Permission => ("Notification" in globalThis ? Notification.permission : "unsupported");

export function NoticesSection() {
  const [permission, setPermission] = createSignal<Permission>(permissionNow());
  // What is allowed or forbidden in the browser's own settings meanwhile holds at once.
  const leaving = new AbortController();
  onCleanup(() => leaving.abort());
  onMount(async () => {
    const status = await navigator.permissions?.query({ name: "notifications" }).catch(() => null);
    status?.addEventListener("change", () => setPermission(permissionNow()), { signal: leaving.signal });
  });
  // On the click: browsers ask for nothing that nobody wanted.
  const choose = async (way: NoticeWay) => {
    noticeWay.set(way);
    if (way === "desktop" && permission() === "default") {
      await Notification.requestPermission();
      setPermission(permissionNow());
    }
  };
  return (
    <Section title="Notifications" description="Of this browser.">
      <Panel class="flex flex-col gap-4 p-4">
        <For each={KINDS}>
          {({ kind, label, hint }) => (
            <CheckField
              label={label}
              hint={hint}
              checked={wantsNotice(kind)}
              onChange={(isOn) => setWantsNotice(kind, isOn)}
            />
          )}
        </For>
        <div class="flex flex-wrap items-center justify-between gap-3 border-t border-line pt-4">
          <div class="min-w-0">
            <div class="text-sm font-medium">Where</div>
            <p class="text-sm text-muted" role="status">
              <Switch fallback="In a corner of the page, while it is open.">
                <Match when={noticeWay.value() === "desktop" && permission() === "granted"}>
                  On the desktop while you look elsewhere, as long as the page is open.
                </Match>
                <Match when={noticeWay.value() === "desktop" && permission() === "denied"}>
                  This browser does not allow it: allow notifications of this site in its settings. Until then they stay
                  in the page.
                </Match>
                <Match when={noticeWay.value() === "desktop" && permission() === "default"}>
                  Allow it in the browser's question. Until then they stay in the page.
                </Match>
              </Switch>
            </p>
          </div>
          <Show
            when={permission() !== "unsupported"}
            fallback={<p class="text-xs text-muted">This browser shows none on the desktop.</p>}
          >
            <Segmented<NoticeWay>
              label="Where notifications appear"
              value={noticeWay.value()}
              options={[
                { value: "page", label: "In the page" },
                { value: "desktop", label: "On the desktop" },
              ]}
              onChange={(way) => void choose(way)}
            />
          </Show>
        </div>
      </Panel>
    </Section>
  );
}
