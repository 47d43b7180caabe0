/** The six digits of an authenticator app: pasted, typed, or filled in by the browser. */

import { TextField } from "../field.tsx";
import { focusWhenShown } from "../focus-when-shown.ts";

export function OneTimeCodeField(props: { value: string; error?: string; onInput: (code: string) => void }) {
  return (
    <TextField
      label="Code of your authenticator app"
      name="code"
      inputMode="numeric"
      autocomplete="one-time-code"
      required
      ref={focusWhenShown}
      placeholder="123 456"
      maxLength={16}
      class="font-mono tracking-widest"
      value={props.value}
      error={props.error}
      onInput={(event) => props.onInput(event.currentTarget.value)}
    />
  );
}
