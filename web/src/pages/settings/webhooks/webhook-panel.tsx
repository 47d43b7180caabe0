/** One webhook: how it stands, what can be done with it, and its messages. */
import { useMutation, useQueryClient } from "@tanstack/solid-query";
import ArrowLeft from "lucide-solid/icons/arrow-left";
import CircleAlert from "lucide-solid/icons/circle-alert";
import Ellipsis from "lucide-solid/icons/ellipsis";
import { createSignal, type JSX, Show } from "solid-js";
import type { Webhook, WebhookPatch } from "../../../../../protocol/rest/webhooks.ts";
import { queryKeys } from "../../../api/query-keys.ts";
import { changeWebhook, removeWebhook, testWebhook } from "../../../api/webhooks.ts";
import { Badge } from "../../../components/badge.tsx";
import { Button } from "../../../components/button.tsx";
import { ConfirmDialog } from "../../../components/confirm-dialog.tsx";
import { Dialog } from "../../../components/dialog.tsx";
import { IconButton, iconButtonClass } from "../../../components/icon-button.tsx";
import { Menu, MenuItem, MenuSeparator } from "../../../components/menu.tsx";
import { Panel } from "../../../components/page-header.tsx";
import { TimeAgo } from "../../../components/relative-time.tsx";
import { notify, notifyFailure } from "../../../components/toast.tsx";
import { DeliveryLog } from "./delivery-log.tsx";
import { SecretOnce, WebhookDialog } from "./webhook-dialog.tsx";
import { EVENT_WORDS, nameOf, outcomeOf, standingOf } from "./webhook-words.ts";

type Asked = "edit" | "rotate" | "remove" | null;

export function WebhookPanel(props: { webhook: Webhook; onClose: () => void }) {
  const client = useQueryClient();
  const [asked, setAsked] = createSignal<Asked>(null);
  const [secret, setSecret] = createSignal<string | null>(null);
  const refresh = () => client.invalidateQueries({ queryKey: queryKeys.webhooks });

  const changing = useMutation(() => ({
    mutationFn: (patch: WebhookPatch) => changeWebhook(props.webhook.id, patch),
    onSuccess: (changed, patch) => {
      setAsked(null);
      if (changed.secret) setSecret(changed.secret);
      else notify(patch.enabled ? "The webhook is on" : "The webhook is off");
      return refresh();
    },
    onError: (error: unknown) => notifyFailure("The webhook was not changed", error),
  }));
  const removing = useMutation(() => ({
    mutationFn: () => removeWebhook(props.webhook.id),
    onSuccess: () => {
      notify("The webhook was deleted");
      props.onClose();
      return refresh();
    },
    onError: (error: unknown) => notifyFailure("The webhook was not deleted", error),
  }));
  const testing = useMutation(() => ({
    mutationFn: () => testWebhook(props.webhook.id),
    onSuccess: ({ state, attempts }) => {
      const [made] = attempts;
      const outcome = made ? outcomeOf(made) : "no answer";
      if (state === "delivered") notify(`The test got through: ${outcome}`);
      else notifyFailure("The test did not get through", new Error(outcome));
      return refresh();
    },
    onError: (error: unknown) => notifyFailure("The test was not sent", error),
  }));

  return (
    <section>
      <div class="mb-3 flex min-h-8 flex-wrap items-center gap-2">
        <IconButton
          label="All webhooks"
          onClick={() => props.onClose()}
          icon={<ArrowLeft class="size-4" aria-hidden="true" />}
        />
        <h2 class="min-w-0 text-sm font-semibold wrap-anywhere">{nameOf(props.webhook)}</h2>
        <Badge tone={standingOf(props.webhook).tone}>{standingOf(props.webhook).label}</Badge>
        <div class="ml-auto flex items-center gap-2">
          <Button isBusy={testing.isPending} onClick={() => testing.mutate()}>
            Send test
          </Button>
          <Button
            variant={props.webhook.enabled ? "secondary" : "primary"}
            isBusy={changing.isPending}
            onClick={() => changing.mutate({ enabled: !props.webhook.enabled })}
          >
            {props.webhook.enabled ? "Turn off" : "Turn on"}
          </Button>
          <Menu
            label="Actions for this webhook"
            trigger={<Ellipsis class="size-4" aria-hidden="true" />}
            triggerClass={iconButtonClass}
            placement="bottom-end"
          >
            <MenuItem label="Edit…" onSelect={() => setAsked("edit")} />
            <MenuItem label="New secret…" onSelect={() => setAsked("rotate")} />
            <MenuSeparator />
            <MenuItem label="Delete…" isDanger onSelect={() => setAsked("remove")} />
          </Menu>
        </div>
      </div>
      <Trouble webhook={props.webhook} />
      <Panel class="mb-6 divide-y divide-line">
        <Fact label="Address">
          <span class="font-mono text-xs wrap-anywhere">{props.webhook.url}</span>
        </Fact>
        <Fact label="Told when">{props.webhook.events.map((event) => EVENT_WORDS[event]).join(" · ")}</Fact>
        <Fact label="Private addresses">{props.webhook.allow_private ? "Allowed" : "Refused"}</Fact>
      </Panel>
      <DeliveryLog webhook={props.webhook} />
      <WebhookDialog
        isOpen={asked() === "edit"}
        webhook={props.webhook}
        onClose={() => setAsked(null)}
        onSaved={() => {
          notify("The webhook was changed");
          void refresh();
        }}
      />
      <ConfirmDialog
        isOpen={asked() === "rotate"}
        onClose={() => setAsked(null)}
        title={`New secret for ${nameOf(props.webhook)}?`}
        action="Make a new secret"
        isBusy={changing.isPending}
        onConfirm={() => changing.mutate({ rotate_secret: true })}
      >
        Messages are signed with the new one from now on: until your server knows it, it will refuse them.
      </ConfirmDialog>
      <ConfirmDialog
        isOpen={asked() === "remove"}
        onClose={() => setAsked(null)}
        title={`Delete ${nameOf(props.webhook)}?`}
        action="Delete webhook"
        isBusy={removing.isPending}
        onConfirm={() => removing.mutate()}
      >
        What waits is not sent any more, and the log of its messages goes with it.
      </ConfirmDialog>
      <Dialog isOpen={secret() !== null} onClose={() => setSecret(null)} title="Your webhook's new secret">
        <Show when={secret()}>{(told) => <SecretOnce secret={told()} onDone={() => setSecret(null)} />}</Show>
      </Dialog>
    </section>
  );
}

/** What an administrator has to do something about. */
function Trouble(props: { webhook: Webhook }) {
  const isShown = () => props.webhook.disabled_reason ?? props.webhook.failing_since ?? props.webhook.dropped > 0;
  return (
    <Show when={isShown()}>
      <div class="mb-4 flex items-start gap-2.5 rounded-lg border border-line bg-panel p-3 text-sm" role="status">
        <CircleAlert class="mt-0.5 size-4 shrink-0 text-warning-text" aria-hidden="true" />
        <div class="flex min-w-0 flex-col gap-1">
          <Show when={props.webhook.disabled_reason}>
            {(reason) => (
              <p>
                {reason()} It was turned off. Mend the receiver, send a test, then turn it on: what waits is sent then.
              </p>
            )}
          </Show>
          <Show when={!props.webhook.disabled_reason && props.webhook.failing_since}>
            {(since) => (
              <p>
                Nothing has got through since <TimeAgo at={since()} />. It is tried again for about a day.
              </p>
            )}
          </Show>
          <Show when={props.webhook.dropped > 0}>
            <p>{props.webhook.dropped} events were not kept for it, because too many waited.</p>
          </Show>
        </div>
      </div>
    </Show>
  );
}

function Fact(props: { label: string; children: JSX.Element }) {
  return (
    <div class="flex flex-col gap-1 px-4 py-2.5 text-sm sm:flex-row sm:gap-4">
      <div class="w-36 shrink-0 text-muted">{props.label}</div>
      <div class="min-w-0 flex-1">{props.children}</div>
    </div>
  );
}
