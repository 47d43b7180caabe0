/** `/settings/webhooks`: addresses that are told of what happens; `?webhook=` opens one with its messages. */
import { useLocation, useNavigate } from "@solidjs/router";
import { useQuery, useQueryClient } from "@tanstack/solid-query";
import WebhookIcon from "lucide-solid/icons/webhook";
import { createMemo, createSignal, Match, Show, Switch } from "solid-js";
import { answerOf } from "../../../api/answer-of.ts";
import { queryKeys } from "../../../api/query-keys.ts";
import { webhooksQuery } from "../../../api/webhooks.ts";
import { Button } from "../../../components/button.tsx";
import { EmptyState, ErrorState } from "../../../components/empty-state.tsx";
import { Section } from "../../../components/page-header.tsx";
import { Skeleton } from "../../../components/skeleton.tsx";
import { WebhookDialog } from "./webhook-dialog.tsx";
import { WebhookPanel } from "./webhook-panel.tsx";
import { WebhookTable } from "./webhook-table.tsx";

export default function WebhooksTab() {
  const client = useQueryClient();
  const location = useLocation();
  const navigate = useNavigate();
  const webhooks = useQuery(webhooksQuery);
  const [isMaking, setIsMaking] = createSignal(false);
  const chosenId = createMemo(() => new URLSearchParams(location.search).get("webhook"));
  const chosen = createMemo(() => answerOf(webhooks)?.find(({ id }) => id === chosenId()));
  const open = (id: string | null) => navigate(`/settings/webhooks${id ? `?webhook=${id}` : ""}`, { scroll: false });
  const newButton = () => (
    <Button variant="primary" onClick={() => setIsMaking(true)}>
      New webhook
    </Button>
  );
  return (
    <>
      <Show
        when={chosen()}
        fallback={
          <Section
            title="Webhooks"
            description="A server of yours is told of what happens here, at once and signed."
            actions={<Show when={answerOf(webhooks)?.length}>{newButton()}</Show>}
          >
            <Switch fallback={<Skeleton class="h-24 w-full" />}>
              <Match when={webhooks.isError && !answerOf(webhooks)}>
                <ErrorState
                  title="The webhooks were not loaded"
                  error={webhooks.error}
                  onRetry={() => webhooks.refetch()}
                />
              </Match>
              <Match when={answerOf(webhooks)?.length === 0}>
                <EmptyState
                  icon={<WebhookIcon class="size-5" aria-hidden="true" />}
                  title="No webhooks yet"
                  action={newButton()}
                >
                  Have your chat, your tickets or your monitoring told when machines come and go and sessions begin.
                </EmptyState>
              </Match>
              <Match when={answerOf(webhooks)}>{(list) => <WebhookTable webhooks={list()} onOpen={open} />}</Match>
            </Switch>
          </Section>
        }
      >
        {(webhook) => <WebhookPanel webhook={webhook()} onClose={() => open(null)} />}
      </Show>
      <WebhookDialog
        isOpen={isMaking()}
        onClose={() => setIsMaking(false)}
        onSaved={(id) => {
          void client.invalidateQueries({ queryKey: queryKeys.webhooks });
          open(id);
        }}
      />
    </>
  );
}
