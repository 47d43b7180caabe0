/** "Confirm it's you": by the password, a code of the authenticator app, a passkey or an identity provider; then what was begun goes on. */
import { useMutation, useQuery } from "@tanstack/solid-query";
import Fingerprint from "lucide-solid/icons/fingerprint-pattern";
import { createSignal, Match, Show, Switch } from "solid-js";
import { answerOf } from "../../api/answer-of.ts";
import { messageOf } from "../../api/http-client.ts";
import { canUsePasskeys, isPasskeyCancelled, prove, provePasskey, secondFactorsQuery } from "../../api/sign-in.ts";
import { pendingProof } from "../../state/recent-proof.ts";
import { useMe } from "../../state/signed-in.tsx";
import { Button } from "../button.tsx";
import { Dialog, DialogActions } from "../dialog.tsx";
import { TextField } from "../field.tsx";
import { OneTimeCodeField } from "./one-time-code-field.tsx";
import { ProviderProof, useProvingProviders } from "./provider-proof.tsx";

export default function ProofDialog() {
  const me = useMe();
  const own = useQuery(secondFactorsQuery);
  const [wantsCode, setWantsCode] = createSignal(false);
  const [text, setText] = createSignal("");
  const hasPassword = () => answerOf(own)?.has_password !== false;
  const hasApp = () => Boolean(answerOf(own)?.authenticator);
  const hasPasskey = () => (answerOf(own)?.passkeys.length ?? 0) > 0 && canUsePasskeys();
  const byCode = () => hasApp() && (wantsCode() || !hasPassword());
  const providers = useProvingProviders();
  const proving = useMutation(() => ({
    mutationFn: () => prove(byCode() ? { code: text() } : { password: text() }),
    onSuccess: () => pendingProof()?.proven(),
    onError: () => setText(""),
  }));
  const byPasskey = useMutation(() => ({
    mutationFn: provePasskey,
    onSuccess: () => pendingProof()?.proven(),
  }));
  const failure = () => {
    if (byPasskey.isError && !isPasskeyCancelled(byPasskey.error)) return messageOf(byPasskey.error);
    return proving.isError ? messageOf(proving.error) : undefined;
  };
  return (
    <Dialog
      isOpen={pendingProof() !== null}
      onClose={() => pendingProof()?.givenUp()}
      title="Confirm it's you"
      description="You signed in a while ago, and this changes who can get in."
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          byPasskey.reset();
          proving.mutate();
        }}
      >
        <input type="text" name="username" autocomplete="username" value={me().email} readOnly hidden />
        <Switch
          fallback={
            <p class="text-sm text-muted">
              <Show when={providers().length === 0} fallback="Sign in once more where your account is.">
                Nothing is set up here that could confirm it. Sign out and in again, then come back to this page.
              </Show>
            </p>
          }
        >
          <Match when={byCode()}>
            <OneTimeCodeField value={text()} error={failure()} onInput={setText} />
          </Match>
          <Match when={hasPassword()}>
            <TextField
              label="Password"
              type="password"
              autocomplete="current-password"
              required
              autofocus
              value={text()}
              error={failure()}
              onInput={(event) => setText(event.currentTarget.value)}
            />
          </Match>
          <Match when={hasPasskey()}>
            <p class="text-sm text-muted" role={failure() ? "alert" : undefined}>
              {failure() ?? "Use the passkey of this device."}
            </p>
          </Match>
        </Switch>
        <Show when={hasPassword() && hasApp()}>
          <button
            type="button"
            class="mt-3 text-sm text-accent-text hover:underline"
            onClick={() => {
              setText("");
              proving.reset();
              setWantsCode(!wantsCode());
            }}
          >
            {wantsCode() ? "Use the password instead" : "Use a code of the authenticator app instead"}
          </button>
        </Show>
        <DialogActions>
          <Show when={hasPassword() || byCode()}>
            <Button type="submit" variant="primary" isBusy={proving.isPending} disabled={text() === ""}>
              Confirm
            </Button>
          </Show>
          <Show when={hasPasskey()}>
            <Button isBusy={byPasskey.isPending} onClick={() => byPasskey.mutate()}>
              <Fingerprint class="size-4" aria-hidden="true" />
              Use a passkey
            </Button>
          </Show>
        </DialogActions>
      </form>
      <ProviderProof onProven={() => pendingProof()?.proven()} />
    </Dialog>
  );
}
