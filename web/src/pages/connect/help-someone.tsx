/** "Help someone now": a link to send to whoever needs help, and how far they are with it. Once their agent runs, one is on their screen. */
import { useNavigate } from "@solidjs/router";
import { useMutation, useQuery, useQueryClient } from "@tanstack/solid-query";
import LifeBuoy from "lucide-solid/icons/life-buoy";
import { createEffect, createSignal, on, Show } from "solid-js";
import type { SupportLink, SupportLinkCreated, SupportLinkState } from "../../../../protocol/rest/support.ts";
import { meQuery } from "../../api/account.ts";
import { messageOf } from "../../api/http-client.ts";
import { queryKeys } from "../../api/query-keys.ts";
import {
  cancelSupportLink,
  createSupportLink,
  startSupportSession,
  supportLinksQuery,
} from "../../api/support-links.ts";
import { Button } from "../../components/button.tsx";
import { CopyField } from "../../components/copy-field.tsx";
import { TextField } from "../../components/field.tsx";
import { LoopbackLinkNotice } from "../../components/loopback-link-notice.tsx";
import { Panel } from "../../components/page-header.tsx";
import { TimeAgo } from "../../components/relative-time.tsx";
import { RowsById } from "../../components/rows-by-id.tsx";
import { notifyFailure } from "../../components/toast.tsx";
import { openViewer } from "../../state/open-viewer.ts";

const STATE_WORDS: Readonly<Record<SupportLinkState, string>> = {
  waiting: "Not opened yet",
  opened: "They have opened the page",
  downloading: "They are downloading the program",
  running: "Ready: their computer is here",
  connected: "You are connected",
  ended: "Over",
  cancelled: "Cancelled",
  expired: "Expired",
};
const isOpen = ({ state }: SupportLink) => !["ended", "cancelled", "expired"].includes(state);

export function HelpSomeone() {
  const me = useQuery(meQuery);
  const links = useQuery(supportLinksQuery);
  const client = useQueryClient();
  const navigate = useNavigate();
  const [label, setLabel] = createSignal("");
  const [created, setCreated] = createSignal<SupportLinkCreated | null>(null);
  const open = () => (links.data ?? []).filter(isOpen);

  const making = useMutation(() => ({
    mutationFn: () => createSupportLink(label().trim()),
    onSuccess: (link) => {
      setCreated(link);
      setLabel("");
      void client.invalidateQueries({ queryKey: queryKeys.supportLinks });
    },
  }));
  const connecting = useMutation(() => ({
    mutationFn: startSupportSession,
    onSuccess: (ticket) => openViewer(ticket, navigate),
    onError: (error) => notifyFailure("Not connected", error),
  }));
  const cancelling = useMutation(() => ({
    mutationFn: cancelSupportLink,
    onSuccess: (_, id) => {
      if (created()?.id === id) setCreated(null);
      return client.invalidateQueries({ queryKey: queryKeys.supportLinks });
    },
    onError: (error) => notifyFailure("The link was not cancelled", error),
  }));

  // Whoever made the link just now waits for it: as soon as it runs, they are there.
  const awaited = () => links.data?.find(({ id }) => id === created()?.id)?.state;
  createEffect(
    on(awaited, (state) => {
      const link = created();
      if (state === "running" && link && !connecting.isPending) connecting.mutate(link.id);
    }),
  );

  return (
    <Show when={me.data?.permissions.includes("control")}>
      <Panel class="mx-auto mt-6 max-w-xl p-6 sm:p-8">
        <h2 class="flex items-center gap-2 text-lg font-semibold">
          <LifeBuoy class="size-5 text-accent-text" aria-hidden="true" />
          Help someone now
        </h2>
        <p class="mt-1 text-sm text-muted">
          Send them a link. It leads them through it in three steps, works once, for an hour, and nothing stays on their
          computer afterwards.
        </p>
        <Show
          when={created()}
          fallback={
            <form
              class="mt-5 flex flex-wrap items-end gap-2"
              onSubmit={(event) => {
                event.preventDefault();
                making.mutate();
              }}
            >
              <div class="min-w-48 flex-1">
                <TextField
                  label="Who is it for?"
                  isOptional
                  maxlength={200}
                  placeholder="So that you know which link is whose"
                  value={label()}
                  error={making.isError ? messageOf(making.error) : undefined}
                  onInput={(event) => setLabel(event.currentTarget.value)}
                />
              </div>
              <Button type="submit" variant="primary" class="h-9" isBusy={making.isPending}>
                Make a link
              </Button>
            </form>
          }
        >
          {(link) => (
            <div class="mt-5 flex flex-col gap-3">
              <CopyField text={link().url} label="the link" />
              <LoopbackLinkNotice url={link().url} />
              <p class="flex items-center gap-2 text-sm" role="status">
                <span class="size-2 animate-breathe rounded-full bg-accent" aria-hidden="true" />
                {STATE_WORDS[awaited() ?? "waiting"]}. You are on their screen as soon as it runs.
              </p>
              <div class="flex gap-2">
                <Button onClick={() => setCreated(null)}>Make another</Button>
                <Button variant="ghost" onClick={() => cancelling.mutate(link().id)}>
                  Cancel the link
                </Button>
              </div>
            </div>
          )}
        </Show>
        <Show when={open().length > 0}>
          <ul class="mt-6 border-line border-t" aria-label="Open links">
            <RowsById rows={open()} idOf={({ id }) => id}>
              {(link) => (
                <li class="flex min-h-12 items-center gap-3 border-line border-b py-2 text-sm last:border-b-0">
                  <span class="min-w-0 flex-1">
                    <span class="block truncate font-medium">{link.label || link.machine_name || "No name"}</span>
                    <span class="text-muted text-xs">
                      {STATE_WORDS[link.state]} · <TimeAgo at={link.created_at} />
                    </span>
                  </span>
                  <Show when={link.state === "running" || link.state === "connected"}>
                    <Button
                      size="sm"
                      variant="primary"
                      isBusy={connecting.isPending && connecting.variables === link.id}
                      onClick={() => connecting.mutate(link.id)}
                    >
                      Connect
                    </Button>
                  </Show>
                  <Button size="sm" variant="ghost" onClick={() => cancelling.mutate(link.id)}>
                    Cancel
                  </Button>
                </li>
              )}
            </RowsById>
          </ul>
        </Show>
      </Panel>
    </Show>
  );
}
