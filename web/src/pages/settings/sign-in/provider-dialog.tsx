/** An identity provider, new or old. Its secret is written, never shown; its issuer stays once it is saved. */
import { useMutation } from "@tanstack/solid-query";
import { createEffect, createSignal, on } from "solid-js";
import type { AuthProvider } from "../../../../../protocol/rest/auth-providers.ts";
import { changeAuthProvider, createAuthProvider } from "../../../api/auth-providers.ts";
import { messageOf } from "../../../api/http-client.ts";
import { CopyField } from "../../../components/copy-field.tsx";
import { Dialog } from "../../../components/dialog.tsx";
import { DialogForm } from "../../../components/dialog-form.tsx";
import { TextField } from "../../../components/field.tsx";
import { FailureText } from "../../../components/form-failure.tsx";
import { ProofGivenUp, withRecentProof } from "../../../state/recent-proof.ts";

const EMPTY = { label: "", issuer: "", clientId: "", secret: "", domains: "", createsUsers: false, isTrusted: false };

export type ProviderDialogProps = { edited: "new" | AuthProvider | null; onClose: () => void; onSaved: () => void };

export function ProviderDialog(props: ProviderDialogProps) {
  const [draft, setDraft] = createSignal(EMPTY);
  const old = () => (props.edited === "new" ? null : props.edited);
  const set = (changes: Partial<typeof EMPTY>) => setDraft({ ...draft(), ...changes });
  const saving = useMutation(() => ({
    mutationFn: () => {
      const { label, issuer, clientId, secret, domains, createsUsers, isTrusted } = draft();
      const settings = {
        label,
        client_id: clientId,
        email_domains: domains.split(/[\s,]+/).filter(Boolean),
        create_users: createsUsers,
        trusted_for_two_factor: isTrusted,
      };
      const { id } = old() ?? {};
      return withRecentProof(() =>
        id
          ? changeAuthProvider(id, { ...settings, ...(secret && { client_secret: secret }) })
          : createAuthProvider({ ...settings, issuer, client_secret: secret }),
      );
    },
    onSuccess: () => props.onSaved(),
  }));
  createEffect(
    on(
      () => props.edited,
      () => {
        saving.reset();
        setDraft(draftOf(old()));
      },
    ),
  );
  const failure = () =>
    saving.isError && !(saving.error instanceof ProofGivenUp) ? messageOf(saving.error) : undefined;
  return (
    <Dialog
      isOpen={props.edited !== null}
      onClose={props.onClose}
      title={old() ? `Edit ${old()?.label}` : "Add an identity provider"}
    >
      <DialogForm
        action={old() ? "Save" : "Add provider"}
        isBusy={saving.isPending}
        onSubmit={() => saving.mutate()}
        onCancel={() => props.onClose()}
      >
        <TextField
          label="Label"
          required
          autofocus
          autocomplete="off"
          placeholder="Company account"
          hint="On the button of the sign-in page."
          maxLength={200}
          value={draft().label}
          onInput={(event) => set({ label: event.currentTarget.value })}
        />
        <TextField
          label="Issuer"
          type="url"
          required
          disabled={old() !== null}
          placeholder="https://login.example.com"
          value={draft().issuer}
          onInput={(event) => set({ issuer: event.currentTarget.value })}
        />
        <TextField
          label="Client ID"
          required
          autocomplete="off"
          value={draft().clientId}
          onInput={(event) => set({ clientId: event.currentTarget.value })}
        />
        <TextField
          label="Client secret"
          type="password"
          autocomplete="off"
          required={old() === null}
          hint={old() ? "Leave it empty to keep the present one." : undefined}
          value={draft().secret}
          onInput={(event) => set({ secret: event.currentTarget.value })}
        />
        <TextField
          label="E-mail domains"
          isOptional
          autocomplete="off"
          placeholder="example.com"
          hint="Only people with addresses there. Empty: anybody whom the provider knows."
          value={draft().domains}
          onInput={(event) => set({ domains: event.currentTarget.value })}
        />
        <Choice
          label="Make accounts for whoever comes"
          hint="Otherwise only people with an account or an invitation come in."
          isChecked={draft().createsUsers}
          onChange={(createsUsers) => set({ createsUsers })}
        />
        <Choice
          label="Trust it to ask for a second factor"
          hint="Then none is asked for here."
          isChecked={draft().isTrusted}
          onChange={(isTrusted) => set({ isTrusted })}
        />
        <div>
          <div class="mb-1 text-sm text-muted">Redirect address, to be registered at the provider:</div>
          <CopyField label="the redirect address" text={`${location.origin}/api/auth/callback`} />
        </div>
        <FailureText text={failure()} />
      </DialogForm>
    </Dialog>
  );
}

function draftOf(provider: AuthProvider | null): typeof EMPTY {
  if (!provider) return EMPTY;
  return {
    label: provider.label,
    issuer: provider.issuer,
    clientId: provider.client_id,
    secret: "",
    domains: provider.email_domains.join(", "),
    createsUsers: provider.create_users,
    isTrusted: provider.trusted_for_two_factor,
  };
}

function Choice(props: { label: string; hint: string; isChecked: boolean; onChange: (isChecked: boolean) => void }) {
  return (
    <label class="flex items-start gap-2.5 text-sm">
      <input
        type="checkbox"
        class="mt-0.5 size-4 accent-accent"
        checked={props.isChecked}
        onChange={(event) => props.onChange(event.currentTarget.checked)}
      />
      <span>
        <span class="block font-medium">{props.label}</span>
        <span class="block text-muted">{props.hint}</span>
      </span>
    </label>
  );
}
