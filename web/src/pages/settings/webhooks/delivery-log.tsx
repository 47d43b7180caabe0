/** What became of a webhook's messages, newest first; each opens with its attempts and what was sent. */
import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/solid-query";
import ChevronRight from "lucide-solid/icons/chevron-right";
import { createMemo, createSignal, For, Match, Show, Switch } from "solid-js";
import type { DeliveryState, Webhook, WebhookDelivery } from "../../../../../protocol/rest/webhooks.ts";
import { answerOf } from "../../../api/answer-of.ts";
import { queryKeys } from "../../../api/query-keys.ts";
import { deliveriesQuery, retryDelivery } from "../../../api/webhooks.ts";
import { Badge } from "../../../components/badge.tsx";
import { Button } from "../../../components/button.tsx";
import { EmptyState, ErrorState } from "../../../components/empty-state.tsx";
import { OlderButton } from "../../../components/older-button.tsx";
import { Panel } from "../../../components/page-header.tsx";
import { TimeAgo } from "../../../components/relative-time.tsx";
import { RowsById } from "../../../components/rows-by-id.tsx";
import { Segmented } from "../../../components/segmented.tsx";
import { Skeleton } from "../../../components/skeleton.tsx";
import { notify, notifyFailure } from "../../../components/toast.tsx";
import { now } from "../../../state/clock.ts";
import { timeUntil } from "../../../state/relative-time.ts";
import { DELIVERY_STANDINGS, outcomeOf } from "./webhook-words.ts";

type Shown = DeliveryState | "all";

const CHOICES: readonly { value: Shown; label: string }[] = [
  { value: "all", label: "All" },
  { value: "failed", label: "Failed" },
  { value: "pending", label: "Waiting" },
];

export function DeliveryLog(props: { webhook: Webhook }) {
  const [shown, setShown] = createSignal<Shown>("all");
  const state = () => {
    const chosen = shown();
    return chosen === "all" ? undefined : chosen;
  };
  const log = useInfiniteQuery(() => deliveriesQuery(props.webhook.id, state()));
  const rows = createMemo(() => answerOf(log)?.pages.flatMap(({ items }) => items));
  return (
    <>
      <div class="mb-3 flex flex-wrap items-center justify-between gap-2">
        <div>
          <h3 class="text-sm font-semibold">Messages</h3>
          <p class="text-sm text-muted">Of the last 14 days.</p>
        </div>
        <Segmented label="Messages shown" value={shown()} options={CHOICES} onChange={setShown} />
      </div>
      <Switch fallback={<Skeleton class="h-24 w-full" />}>
        <Match when={log.isError && !rows()}>
          <ErrorState title="The messages were not loaded" error={log.error} onRetry={() => log.refetch()} />
        </Match>
        <Match when={rows()?.length === 0}>
          <EmptyState title={shown() === "all" ? "No messages yet" : "None of these"}>
            <Show when={shown() === "all"}>They appear here as things happen. Send a test to see one now.</Show>
          </EmptyState>
        </Match>
        <Match when={rows()}>
          {(list) => (
            <>
              <Panel class="divide-y divide-line">
                <RowsById rows={list()} idOf={({ id }) => id}>
                  {(delivery) => <Message webhook={props.webhook} delivery={delivery} />}
                </RowsById>
              </Panel>
              <OlderButton pages={log}>Show older</OlderButton>
            </>
          )}
        </Match>
      </Switch>
    </>
  );
}

function Message(props: { webhook: Webhook; delivery: WebhookDelivery }) {
  const client = useQueryClient();
  const retrying = useMutation(() => ({
    mutationFn: () => retryDelivery(props.webhook.id, props.delivery.id),
    onSuccess: () => {
      notify("The message is sent again");
      return client.invalidateQueries({ queryKey: queryKeys.webhooks });
    },
    onError: (error: unknown) => notifyFailure("The message was not sent again", error),
  }));
  const standing = () => DELIVERY_STANDINGS[props.delivery.state];
  const last = () => props.delivery.attempts.at(-1);
  return (
    <details class="group text-sm">
      <summary class="flex min-h-11 cursor-pointer flex-wrap items-center gap-x-3 gap-y-1 px-4 py-2 hover:bg-hover">
        <ChevronRight class="-mr-1 size-4 text-faint transition-transform group-open:rotate-90" aria-hidden="true" />
        <Badge tone={standing().tone}>{standing().label}</Badge>
        <span class="font-mono text-xs">{props.delivery.type}</span>
        <Show when={last()}>
          {(made) => <span class="min-w-0 flex-1 truncate text-xs text-muted max-sm:hidden">{outcomeOf(made())}</span>}
        </Show>
        <span class="ml-auto text-xs text-muted">
          <TimeAgo at={props.delivery.created_at} />
        </span>
      </summary>
      <div class="flex flex-col gap-3 border-t border-line bg-sunken px-4 py-3">
        <ol class="flex flex-col gap-2" aria-label="Attempts">
          <For each={props.delivery.attempts}>
            {(attempt) => (
              <li class="text-xs">
                <TimeAgo at={attempt.at} />: {outcomeOf(attempt)}
                <Show when={attempt.answer}>
                  <Bytes label="Its answer" text={attempt.answer} />
                </Show>
              </li>
            )}
          </For>
        </ol>
        <Show when={props.delivery.next_attempt_at}>
          {(at) => (
            <p class="text-xs text-muted">
              {props.webhook.enabled
                ? `Tried again ${timeUntil(at(), now())}.`
                : "Waits until the webhook is turned on."}
            </p>
          )}
        </Show>
        <div>
          <p class="text-xs text-muted">What is sent</p>
          <Bytes label="What is sent" text={props.delivery.body} />
        </div>
        <div>
          <Button
            size="sm"
            isBusy={retrying.isPending}
            disabled={!props.webhook.enabled}
            onClick={() => retrying.mutate()}
          >
            Send again
          </Button>
        </div>
      </div>
    </details>
  );
}

/** As it is; of any length, so that it scrolls, and by keyboard, too. */
function Bytes(props: { label: string; text: string }) {
  return (
    <section
      aria-label={props.label}
      // What scrolls has to be reached by keyboard (WCAG 2.1.1).
      tabindex={0}
      class="mt-1 max-h-40 overflow-auto rounded-md border border-line bg-panel p-2 font-mono text-xs whitespace-pre-wrap wrap-anywhere"
    >
      {props.text}
    </section>
  );
}
