/** The mail server: its password is written once and never shown again. */
import { useMutation } from "@tanstack/solid-query";
import { createSignal, Show } from "solid-js";
import { messageOf } from "../../../api/http-client.ts";
import { sendTestMail } from "../../../api/server-settings.ts";
import { Button } from "../../../components/button.tsx";
import { SelectField, TextField } from "../../../components/field.tsx";
import { SMTP_PORTS, type SmtpParts, smtpUrl } from "../../../state/smtp-url.ts";
import { createDraft } from "./draft.ts";
import { createSaveSettings } from "./save-settings.ts";
import { SectionForm, type SectionProps } from "./section-form.tsx";

const NO_SERVER: SmtpParts = { isSecure: false, host: "", port: SMTP_PORTS.starttls, user: "", password: "" };

export function MailSection(props: SectionProps) {
  const stored = () => props.answer.settings.mail;
  const draft = createDraft(() => ({ from: stored().from ?? "" }));
  const [server, setServer] = createSignal<SmtpParts | null>(null);
  const [fault, setFault] = createSignal<string>();
  const saving = createSaveSettings("Mail", () => props.answer);

  const revert = () => {
    draft.clear();
    setServer(null);
    setFault(undefined);
  };
  const save = () => {
    const parts = server();
    const url = parts && smtpUrl(parts);
    setFault(parts && url === null ? "Write the name of the mail server alone, such as mail.example.com." : undefined);
    if (parts && url === null) return;
    const from = draft.value().from.trim();
    saving.save(
      { mail: { ...(url && { smtp_url: url }), ...(from !== (stored().from ?? "") && { from: from || null }) } },
      revert,
    );
  };

  return (
    <SectionForm
      title="Mail"
      description="For invitations, forgotten passwords and notices. Without it, links are shown to be passed on."
      answer={props.answer}
      keys={["mail.smtp_url", "mail.from"]}
      saving={saving}
      isChanged={draft.isChanged() || server() !== null}
      onSave={save}
      onRevert={revert}
    >
      <Show
        when={server()}
        fallback={
          <Present
            smtp={stored().smtp}
            onChange={() => setServer(NO_SERVER)}
            onRemove={() => saving.save({ mail: { smtp_url: null } })}
          />
        }
      >
        {(parts) => (
          <ServerFields parts={parts()} fault={fault()} onChange={(change) => setServer({ ...parts(), ...change })} />
        )}
      </Show>
      <div class="max-w-sm">
        <TextField
          label="Sender"
          isOptional
          placeholder="Help desk <help@example.com>"
          maxLength={356}
          value={draft.value().from}
          onInput={(event) => draft.set({ from: event.currentTarget.value })}
        />
      </div>
      <Show when={stored().smtp}>
        <TestMail isUnsaved={draft.isChanged() || server() !== null} />
      </Show>
    </SectionForm>
  );
}

type Smtp = SectionProps["answer"]["settings"]["mail"]["smtp"];

function Present(props: { smtp: Smtp; onChange: () => void; onRemove: () => void }) {
  const words = (smtp: NonNullable<Smtp>) =>
    [
      smtp.port === null ? smtp.host : `${smtp.host}, port ${smtp.port}`,
      smtp.is_secure ? "TLS" : "STARTTLS where offered",
      smtp.user === null ? "without sign-in" : `as ${smtp.user}${smtp.has_password ? ", password set" : ""}`,
    ].join(" · ");
  return (
    <div class="flex flex-wrap items-center gap-3">
      <div class="min-w-0 flex-1">
        <div class="text-sm font-medium">Mail server</div>
        <div class="text-sm break-words text-muted">{props.smtp ? words(props.smtp) : "None: no mail is sent."}</div>
      </div>
      <div class="flex gap-2">
        <Button onClick={() => props.onChange()}>{props.smtp ? "Replace" : "Set up"}</Button>
        <Show when={props.smtp}>
          <Button variant="ghost" onClick={() => props.onRemove()}>
            Remove
          </Button>
        </Show>
      </div>
    </div>
  );
}

function ServerFields(props: { parts: SmtpParts; fault?: string; onChange: (change: Partial<SmtpParts>) => void }) {
  const choose = (isSecure: boolean) => {
    const isUsual = ["", ...Object.values(SMTP_PORTS)].includes(props.parts.port);
    props.onChange({ isSecure, ...(isUsual && { port: isSecure ? SMTP_PORTS.tls : SMTP_PORTS.starttls }) });
  };
  return (
    <div class="grid gap-4 sm:grid-cols-2">
      <TextField
        label="Host"
        required
        autofocus
        placeholder="mail.example.com"
        maxLength={255}
        value={props.parts.host}
        error={props.fault}
        onInput={(event) => props.onChange({ host: event.currentTarget.value })}
      />
      <div class="grid grid-cols-2 gap-4">
        <SelectField label="Security" onChange={(event) => choose(event.currentTarget.value === "tls")}>
          <option value="starttls" selected={!props.parts.isSecure}>
            STARTTLS
          </option>
          <option value="tls" selected={props.parts.isSecure}>
            TLS
          </option>
        </SelectField>
        <TextField
          label="Port"
          inputMode="numeric"
          pattern="[0-9]*"
          maxLength={5}
          value={props.parts.port}
          onInput={(event) => props.onChange({ port: event.currentTarget.value })}
        />
      </div>
      <TextField
        label="User"
        isOptional
        autocomplete="off"
        maxLength={200}
        value={props.parts.user}
        onInput={(event) => props.onChange({ user: event.currentTarget.value })}
      />
      <TextField
        label="Password"
        isOptional
        type="password"
        autocomplete="new-password"
        maxLength={200}
        hint="Kept encrypted, and never shown again."
        value={props.parts.password}
        onInput={(event) => props.onChange({ password: event.currentTarget.value })}
      />
    </div>
  );
}

function TestMail(props: { isUnsaved: boolean }) {
  const testing = useMutation(() => ({ mutationFn: sendTestMail }));
  return (
    <div class="flex flex-wrap items-center gap-3">
      <Button disabled={props.isUnsaved} isBusy={testing.isPending} onClick={() => testing.mutate()}>
        Send a test mail
      </Button>
      <p class="min-w-0 flex-1 text-sm break-words" role="status">
        <Show when={props.isUnsaved}>
          <span class="text-muted">Save first.</span>
        </Show>
        <Show when={!props.isUnsaved && testing.isSuccess && testing.data}>
          {(sent) => <span class="text-muted">Sent to {sent().to}: look whether it comes.</span>}
        </Show>
        <Show when={!props.isUnsaved && testing.isError}>
          <span class="text-danger-text">{messageOf(testing.error)}</span>
        </Show>
      </p>
    </div>
  );
}
