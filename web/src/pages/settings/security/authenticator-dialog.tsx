/** Set-up of an authenticator app: scan or type the secret, then show by a code that the app has it. */
import { useMutation } from "@tanstack/solid-query";
import { createEffect, createSignal, on, Show } from "solid-js";
import type { AuthenticatorStarted } from "../../../../../protocol/rest/sign-in.ts";
import { messageOf } from "../../../api/http-client.ts";
import { confirmAuthenticator } from "../../../api/sign-in.ts";
import { Button } from "../../../components/button.tsx";
import { CopyField } from "../../../components/copy-field.tsx";
import { Dialog, DialogActions } from "../../../components/dialog.tsx";
import { OneTimeCodeField } from "../../../components/proof/one-time-code-field.tsx";
import { QrCode } from "./qr-code.tsx";

export type AuthenticatorDialogProps = {
  started: AuthenticatorStarted | null;
  onClose: () => void;
  onConfirmed: (codes: string[] | null) => void;
};

export function AuthenticatorDialog(props: AuthenticatorDialogProps) {
  const [code, setCode] = createSignal("");
  const confirming = useMutation(() => ({
    mutationFn: () => confirmAuthenticator(code()),
    onSuccess: ({ recovery_codes }) => props.onConfirmed(recovery_codes),
    onError: () => setCode(""),
  }));
  createEffect(
    on(
      () => props.started,
      () => {
        setCode("");
        confirming.reset();
      },
    ),
  );
  return (
    <Dialog
      isOpen={props.started !== null}
      onClose={props.onClose}
      title="Set up an authenticator app"
      description="Scan this with the app on your phone, then type the code that it shows."
    >
      <Show when={props.started}>
        {(started) => (
          <form
            class="flex flex-col gap-4"
            onSubmit={(event) => {
              event.preventDefault();
              confirming.mutate();
            }}
          >
            <QrCode text={started().uri} label="QR code for the authenticator app" />
            <div>
              <div class="mb-1 text-sm text-muted">No camera? Type this into the app:</div>
              <CopyField label="the secret" text={(started().secret.match(/.{1,4}/g) ?? []).join(" ")} />
            </div>
            <OneTimeCodeField
              value={code()}
              error={confirming.isError ? messageOf(confirming.error) : undefined}
              onInput={setCode}
            />
            <DialogActions>
              <Button type="submit" variant="primary" isBusy={confirming.isPending} disabled={code().trim() === ""}>
                Turn on
              </Button>
              <Button variant="ghost" onClick={() => props.onClose()}>
                Cancel
              </Button>
            </DialogActions>
          </form>
        )}
      </Show>
    </Dialog>
  );
}
