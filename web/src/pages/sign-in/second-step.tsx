/** The second step of a sign-in: the app's code, a passkey, or a recovery code for who lost both. */
import { useMutation } from "@tanstack/solid-query";
import Fingerprint from "lucide-solid/icons/fingerprint-pattern";
import { createSignal, Show } from "solid-js";
import type { SecondFactorMethod } from "../../../../protocol/rest/sign-in.ts";
import { ApiError, messageOf } from "../../api/http-client.ts";
import { canUsePasskeys, isPasskeyCancelled, signInByCode, signInByPasskey } from "../../api/sign-in.ts";
import { Button } from "../../components/button.tsx";
import { TextField } from "../../components/field.tsx";
import { focusWhenShown } from "../../components/focus-when-shown.ts";
import { FailureText } from "../../components/form-failure.tsx";
import { OneTimeCodeField } from "../../components/proof/one-time-code-field.tsx";

export type SecondStepProps = { methods: readonly SecondFactorMethod[]; onEntered: () => void; onBack: () => void };

export function SecondStep(props: SecondStepProps) {
  const hasApp = () => props.methods.includes("authenticator");
  const hasPasskey = () => props.methods.includes("passkey") && canUsePasskeys();
  const [isRecovering, setIsRecovering] = createSignal(!hasApp() && !hasPasskey());
  const [text, setText] = createSignal("");
  const entering = useMutation(() => ({
    mutationFn: () => signInByCode(isRecovering() ? { recovery_code: text() } : { code: text() }),
    onSuccess: () => props.onEntered(),
    onError: () => setText(""),
  }));
  const byPasskey = useMutation(() => ({ mutationFn: () => signInByPasskey(), onSuccess: () => props.onEntered() }));
  const refusal = () => (entering.isError ? refusalOf(entering.error) : undefined);
  const passkeyFailure = () =>
    byPasskey.isError && !isPasskeyCancelled(byPasskey.error) ? messageOf(byPasskey.error) : undefined;
  const change = (isRecovering: boolean) => {
    setText("");
    entering.reset();
    byPasskey.reset();
    setIsRecovering(isRecovering);
  };
  return (
    <form
      class="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        entering.mutate();
      }}
    >
      <Show when={isRecovering()}>
        <TextField
          label="Recovery code"
          name="recovery-code"
          autocomplete="off"
          autocapitalize="characters"
          spellcheck={false}
          required
          ref={focusWhenShown}
          placeholder="7KQ2M-XW4PA"
          maxLength={32}
          class="font-mono"
          hint="One of the ten that you were told when you set up the second factor. Each works once."
          value={text()}
          error={refusal()}
          onInput={(event) => setText(event.currentTarget.value)}
        />
      </Show>
      <Show when={!isRecovering() && hasApp()}>
        <OneTimeCodeField value={text()} error={refusal()} onInput={setText} />
      </Show>
      <Show when={isRecovering() || hasApp()}>
        <Button type="submit" variant="primary" size="lg" isBusy={entering.isPending} disabled={text().trim() === ""}>
          Sign in
        </Button>
      </Show>
      <Show when={!isRecovering() && hasPasskey()}>
        <Button
          size="lg"
          variant={hasApp() ? "secondary" : "primary"}
          isBusy={byPasskey.isPending}
          onClick={() => byPasskey.mutate()}
        >
          <Fingerprint class="size-4" aria-hidden="true" />
          Use a passkey
        </Button>
      </Show>
      <FailureText text={passkeyFailure()} />
      <div class="flex flex-wrap justify-between gap-3 text-sm">
        <Show when={hasApp() || hasPasskey()}>
          <button type="button" class="text-accent-text hover:underline" onClick={() => change(!isRecovering())}>
            {isRecovering() ? "Back to the usual way" : "Use a recovery code"}
          </button>
        </Show>
        <button type="button" class="text-muted hover:text-text hover:underline" onClick={() => props.onBack()}>
          Sign in as somebody else
        </button>
      </div>
    </form>
  );
}

function refusalOf(error: unknown): string {
  const code = error instanceof ApiError ? error.code : "";
  if (code === "invalid_code") return "This code is wrong, or was used already. Wait for the next one and try again.";
  if (code === "sign_in_expired") return "This took too long. Sign in again from the beginning.";
  return messageOf(error);
}
