/** E-mail and password, or a passkey: by its button, or among the browser's suggestions for the e-mail field. */
import { useMutation } from "@tanstack/solid-query";
import Fingerprint from "lucide-solid/icons/fingerprint-pattern";
import { createSignal, onMount, Show } from "solid-js";
import type { SecondFactorAsked } from "../../../../protocol/rest/sign-in.ts";
import { ApiError, messageOf } from "../../api/http-client.ts";
import { canUsePasskeys, isPasskeyCancelled, signInByPasskey, signInByPassword } from "../../api/sign-in.ts";
import { Button } from "../../components/button.tsx";
import { TextField } from "../../components/field.tsx";
import { FailureText } from "../../components/form-failure.tsx";
import { ProviderButtons } from "./provider-buttons.tsx";

export type FirstStepProps = { onEntered: () => void; onSecondStep: (asked: SecondFactorAsked) => void };

export function FirstStep(props: FirstStepProps) {
  const [email, setEmail] = createSignal("");
  const [password, setPassword] = createSignal("");
  let passwordField: HTMLInputElement | undefined;

  const entering = useMutation(() => ({
    mutationFn: () => signInByPassword({ email: email().trim(), password: password() }),
    onSuccess: (asked) => (asked ? props.onSecondStep(asked) : props.onEntered()),
    onError: () => {
      setPassword("");
      passwordField?.focus();
    },
  }));
  const byPasskey = useMutation(() => ({
    mutationFn: signInByPasskey,
    onSuccess: () => props.onEntered(),
  }));
  onMount(async () => {
    // Waits, unseen, for somebody to choose a passkey from the suggestions; the button takes its place.
    const isOffered = canUsePasskeys() && (await PublicKeyCredential.isConditionalMediationAvailable?.());
    if (isOffered) byPasskey.mutate(true);
  });
  const passkeyFailure = () =>
    byPasskey.isError && byPasskey.variables === false && !isPasskeyCancelled(byPasskey.error)
      ? messageOf(byPasskey.error)
      : undefined;

  return (
    <form
      class="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        entering.mutate();
      }}
    >
      <TextField
        label="E-mail"
        type="email"
        name="email"
        autocomplete="username webauthn"
        required
        autofocus
        value={email()}
        onInput={(event) => setEmail(event.currentTarget.value)}
      />
      <TextField
        ref={passwordField}
        label="Password"
        type="password"
        name="password"
        autocomplete="current-password"
        required
        value={password()}
        onInput={(event) => setPassword(event.currentTarget.value)}
        error={entering.isError ? refusalOf(entering.error) : undefined}
      />
      <Button type="submit" variant="primary" size="lg" isBusy={entering.isPending}>
        Sign in
      </Button>
      <Show when={canUsePasskeys()}>
        <Button
          size="lg"
          isBusy={byPasskey.isPending && byPasskey.variables === false}
          onClick={() => {
            entering.reset();
            byPasskey.mutate(false);
          }}
        >
          <Fingerprint class="size-4" aria-hidden="true" />
          Sign in with a passkey
        </Button>
      </Show>
      <ProviderButtons />
      <FailureText text={passkeyFailure()} />
    </form>
  );
}

/** Which of the two is wrong is not told: it would tell who has an account. */
function refusalOf(error: unknown): string {
  const isWrong = error instanceof ApiError && error.status === 401;
  return isWrong ? "E-mail or password is wrong. Check both and try again." : messageOf(error);
}
