/** A new password; every other browser is signed out by it. */
import { useMutation } from "@tanstack/solid-query";
import { createSignal } from "solid-js";
import { changePassword } from "../../../api/account.ts";
import { ApiError, messageOf } from "../../../api/http-client.ts";
import { Button } from "../../../components/button.tsx";
import { TextField } from "../../../components/field.tsx";
import { NewPasswordField } from "../../../components/new-password-field.tsx";
import { notify } from "../../../components/toast.tsx";

export function PasswordForm(props: { email: string }) {
  const [current, setCurrent] = createSignal("");
  const [next, setNext] = createSignal("");
  const changing = useMutation(() => ({
    mutationFn: () => changePassword({ currentPassword: current(), newPassword: next() }),
    onSuccess: () => {
      setCurrent("");
      setNext("");
      notify("Your password was changed", { detail: "Every other browser was signed out." });
    },
  }));
  return (
    <form
      class="flex max-w-sm flex-col items-start gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        changing.mutate();
      }}
    >
      {/* Tells a password manager whose password it is. */}
      <input type="text" name="username" autocomplete="username" value={props.email} readOnly hidden />
      <div class="w-full">
        <TextField
          label="Present password"
          type="password"
          autocomplete="current-password"
          required
          value={current()}
          error={changing.isError ? refusalOf(changing.error) : undefined}
          onInput={(event) => setCurrent(event.currentTarget.value)}
        />
      </div>
      <div class="w-full">
        <NewPasswordField
          label="New password"
          note="Every other browser is signed out."
          value={next()}
          onChange={setNext}
        />
      </div>
      <Button type="submit" isBusy={changing.isPending} disabled={current() === "" || next() === ""}>
        Change password
      </Button>
    </form>
  );
}

function refusalOf(error: unknown): string {
  const isWrong = error instanceof ApiError && error.code === "invalid_password";
  return isWrong ? "This is not your present password." : messageOf(error);
}
