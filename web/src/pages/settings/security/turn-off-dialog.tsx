/** Turning the authenticator app off: by the password and a code of it, or a recovery code where the phone is lost. */
import { useMutation } from "@tanstack/solid-query";
import { createEffect, createSignal, on, Show } from "solid-js";
import { ApiError, messageOf } from "../../../api/http-client.ts";
import { turnOffAuthenticator } from "../../../api/sign-in.ts";
import { Button } from "../../../components/button.tsx";
import { Dialog, DialogActions } from "../../../components/dialog.tsx";
import { TextField } from "../../../components/field.tsx";
import { notify } from "../../../components/toast.tsx";
import { ProofGivenUp, withRecentProof } from "../../../state/recent-proof.ts";

export type TurnOffDialogProps = { isOpen: boolean; hasPassword: boolean; onClose: () => void; onDone: () => void };

/** A recovery code is longer than the app's six digits. */
const isRecoveryCode = (code: string) => /[a-z]/i.test(code) || code.replaceAll(/\D/g, "").length > 6;

export function TurnOffDialog(props: TurnOffDialogProps) {
  const [password, setPassword] = createSignal("");
  const [code, setCode] = createSignal("");
  const turningOff = useMutation(() => ({
    mutationFn: () => {
      const given = isRecoveryCode(code()) ? { recovery_code: code() } : { code: code() };
      return withRecentProof(() =>
        turnOffAuthenticator({ ...given, ...(props.hasPassword && { password: password() }) }),
      );
    },
    onSuccess: () => {
      notify("The authenticator app was turned off");
      props.onDone();
    },
  }));
  createEffect(
    on(
      () => props.isOpen,
      () => {
        setPassword("");
        setCode("");
        turningOff.reset();
      },
    ),
  );
  const failure = () => {
    if (!turningOff.isError || turningOff.error instanceof ProofGivenUp) return {};
    const { error } = turningOff;
    const isPassword = error instanceof ApiError && error.code === "invalid_password";
    return isPassword ? { password: messageOf(error) } : { code: messageOf(error) };
  };
  return (
    <Dialog
      isOpen={props.isOpen}
      onClose={props.onClose}
      title="Turn off the authenticator app"
      description="From then on nobody is asked for its code, and your recovery codes are void unless you have a passkey."
    >
      <form
        class="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          turningOff.mutate();
        }}
      >
        <Show when={props.hasPassword}>
          <TextField
            label="Your password"
            type="password"
            autocomplete="current-password"
            required
            value={password()}
            error={failure().password}
            onInput={(event) => setPassword(event.currentTarget.value)}
          />
        </Show>
        <TextField
          label="Code of the app, or a recovery code"
          autocomplete="one-time-code"
          required
          maxLength={32}
          class="font-mono"
          value={code()}
          error={failure().code}
          onInput={(event) => setCode(event.currentTarget.value)}
        />
        <DialogActions>
          <Button type="submit" variant="danger" isBusy={turningOff.isPending} disabled={code().trim() === ""}>
            Turn off
          </Button>
          <Button variant="ghost" onClick={() => props.onClose()}>
            Cancel
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
