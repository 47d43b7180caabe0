/** A password that somebody chooses: what the server asks of it is told before it is sent. */
import { splitProps } from "solid-js";
import { MIN_PASSWORD_LENGTH } from "../state/password-rule.ts";
import { TextField, type TextFieldProps } from "./field.tsx";

export type NewPasswordFieldProps = Pick<TextFieldProps, "label" | "autofocus" | "error"> & {
  /** What there is to know beside the length. */
  note?: string;
  value: string;
  onChange: (password: string) => void;
};

export function NewPasswordField(props: NewPasswordFieldProps) {
  const [own, rest] = splitProps(props, ["note", "onChange"]);
  return (
    <TextField
      {...rest}
      type="password"
      name="password"
      autocomplete="new-password"
      required
      minLength={MIN_PASSWORD_LENGTH}
      hint={`At least ${MIN_PASSWORD_LENGTH} characters. ${own.note ?? "A few words that do not belong together are best."}`}
      onInput={(event) => own.onChange(event.currentTarget.value)}
    />
  );
}
