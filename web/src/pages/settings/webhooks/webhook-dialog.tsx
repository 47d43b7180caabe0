/** A webhook made or changed; of a new one the secret, once. */
import { useMutation } from "@tanstack/solid-query";
import { createEffect, createSignal, For, on, Show } from "solid-js";
import { MAX_NAME_LENGTH, MAX_WEBHOOK_URL_LENGTH } from "../../../../../protocol/limits.ts";
import { WEBHOOK_EVENTS, type Webhook, type WebhookEvent } from "../../../../../protocol/rest/webhooks.ts";
import { messageOf } from "../../../api/http-client.ts";
import { changeWebhook, createWebhook } from "../../../api/webhooks.ts";
import { Button } from "../../../components/button.tsx";
import { CheckField } from "../../../components/check-field.tsx";
import { CopyField } from "../../../components/copy-field.tsx";
import { Dialog, DialogActions } from "../../../components/dialog.tsx";
import { DialogForm } from "../../../components/dialog-form.tsx";
import { TextField } from "../../../components/field.tsx";
import { EVENT_WORDS } from "./webhook-words.ts";

const FIRST_CHOICE: readonly WebhookEvent[] = ["machine.enrolled", "session.started", "session.ended"];

export type WebhookDialogProps = {
  isOpen: boolean;
  onClose: () => void;
  onSaved: (id: string) => void;
  /** The one to change; none: a new one. */
  webhook?: Webhook;
};

export function WebhookDialog(props: WebhookDialogProps) {
  const [name, setName] = createSignal("");
  const [url, setUrl] = createSignal("");
  const [events, setEvents] = createSignal<readonly WebhookEvent[]>([]);
  const [allowPrivate, setAllowPrivate] = createSignal(false);
  const [secret, setSecret] = createSignal<string | null>(null);
  const saving = useMutation(() => ({
    mutationFn: async () => {
      const body = { name: name().trim(), url: url().trim(), events: [...events()], allow_private: allowPrivate() };
      if (props.webhook) return { ...(await changeWebhook(props.webhook.id, body)), secret: null };
      return createWebhook(body);
    },
    onSuccess: (saved) => {
      setSecret(saved.secret);
      props.onSaved(saved.id);
      if (!saved.secret) props.onClose();
    },
  }));
  createEffect(
    on(
      () => props.isOpen,
      () => {
        const { webhook } = props;
        setName(webhook?.name ?? "");
        setUrl(webhook?.url ?? "");
        setEvents(webhook?.events ?? FIRST_CHOICE);
        setAllowPrivate(webhook?.allow_private ?? false);
        setSecret(null);
        saving.reset();
      },
    ),
  );
  const toggle = (event: WebhookEvent) =>
    setEvents(WEBHOOK_EVENTS.filter((one) => (one === event ? !events().includes(one) : events().includes(one))));
  return (
    <Dialog
      isOpen={props.isOpen}
      onClose={props.onClose}
      title={secret() ? "Your webhook's secret" : props.webhook ? "Edit webhook" : "New webhook"}
    >
      <Show
        when={secret()}
        fallback={
          <DialogForm
            action={props.webhook ? "Save" : "Create webhook"}
            isBusy={saving.isPending}
            isDisabled={url().trim() === "" || events().length === 0}
            onSubmit={() => saving.mutate()}
            onCancel={() => props.onClose()}
          >
            <TextField
              label="Address"
              required
              autofocus
              autocomplete="off"
              spellcheck={false}
              inputmode="url"
              placeholder="https://hooks.example.com/remotelink"
              maxLength={MAX_WEBHOOK_URL_LENGTH}
              value={url()}
              error={saving.isError ? messageOf(saving.error) : undefined}
              onInput={(event) => setUrl(event.currentTarget.value)}
            />
            <TextField
              label="Name"
              isOptional
              autocomplete="off"
              placeholder="Service desk"
              maxLength={MAX_NAME_LENGTH}
              value={name()}
              onInput={(event) => setName(event.currentTarget.value)}
            />
            <fieldset class="flex flex-col gap-1">
              <legend class="mb-1.5 text-sm font-medium">Tell it when</legend>
              <For each={WEBHOOK_EVENTS}>
                {(event) => (
                  <label class="flex h-7 items-center gap-2.5 text-sm pointer-coarse:h-10">
                    <input
                      type="checkbox"
                      class="size-4 accent-accent"
                      checked={events().includes(event)}
                      onChange={() => toggle(event)}
                    />
                    {EVENT_WORDS[event]}
                  </label>
                )}
              </For>
            </fieldset>
            <CheckField
              label="Allow private addresses"
              hint="For a receiver in this server's own network, or without https. Leave it off for one on the internet."
              checked={allowPrivate()}
              onChange={setAllowPrivate}
            />
          </DialogForm>
        }
      >
        {(told) => <SecretOnce secret={told()} onDone={props.onClose} />}
      </Show>
    </Dialog>
  );
}

export function SecretOnce(props: { secret: string; onDone: () => void }) {
  return (
    <>
      <p class="mb-3 text-sm text-muted">
        Copy it now: it is not shown again. By it your server knows that a message came from here.
      </p>
      <CopyField label="the secret" text={props.secret} />
      <DialogActions>
        <Button variant="primary" onClick={() => props.onDone()}>
          Done
        </Button>
      </DialogActions>
    </>
  );
}
