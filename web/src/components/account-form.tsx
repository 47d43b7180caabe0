/** Name, e-mail, password: an account of one's own, the first one and every one by invitation. */
import { createSignal, type JSX } from "solid-js";
import { MAX_NAME_LENGTH } from "../../../protocol/limits.ts";
import { Button } from "./button.tsx";
import { TextField } from "./field.tsx";
import { FormFailure } from "./form-failure.tsx";
import { NewPasswordField } from "./new-password-field.tsx";

export type AccountDraft = { name: string; email: string; password: string };

export type AccountFormProps = {
  /** Of whom the account is for, where that is settled. */
  email?: string;
  isBusy: boolean;
  /** What became of the last try; null: nothing yet, or it went well. */
  error: unknown;
  onSubmit: (draft: AccountDraft) => void;
  /** Further fields. */
  children?: JSX.Element;
};

export function AccountForm(props: AccountFormProps) {
  const [name, setName] = createSignal("");
  const [email, setEmail] = createSignal("");
  const [password, setPassword] = createSignal("");
  return (
    <form
      class="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        props.onSubmit({ name: name().trim(), email: props.email ?? email().trim(), password: password() });
      }}
    >
      <TextField
        label="Name"
        name="name"
        autocomplete="name"
        required
        autofocus
        maxLength={MAX_NAME_LENGTH}
        hint="People at supported machines see it."
        value={name()}
        onInput={(event) => setName(event.currentTarget.value)}
      />
      <TextField
        label="E-mail"
        type="email"
        name="email"
        autocomplete="username"
        required
        readOnly={props.email !== undefined}
        hint={props.email !== undefined ? "The invitation is for this address." : undefined}
        value={props.email ?? email()}
        onInput={(event) => setEmail(event.currentTarget.value)}
      />
      <NewPasswordField label="Password" value={password()} onChange={setPassword} />
      {props.children}
      <FormFailure error={props.error} />
      <Button type="submit" variant="primary" size="lg" isBusy={props.isBusy}>
        Create account
      </Button>
    </form>
  );
}
