/** "Forgot password?": asks for a link by mail. What it says does not tell whether there is such an account. */
import { A } from "@solidjs/router";
import { useMutation } from "@tanstack/solid-query";
import { createSignal, Show } from "solid-js";
import { messageOf } from "../../api/http-client.ts";
import { requestPasswordReset } from "../../api/users.ts";
import { Button, buttonClass } from "../../components/button.tsx";
import { Door } from "../../components/door.tsx";
import { TextField } from "../../components/field.tsx";

export default function ForgotPage() {
  const [email, setEmail] = createSignal("");
  const asking = useMutation(() => ({ mutationFn: () => requestPasswordReset(email().trim()) }));
  return (
    <Show
      when={!asking.isSuccess}
      fallback={
        <Door
          title="Look into your mail"
          lead={`If ${email().trim()} has an account here, a link to set a new password is on its way. It works once, within a day.`}
        >
          <A href="/sign-in" class={buttonClass("secondary", "lg")}>
            Back to sign-in
          </A>
        </Door>
      }
    >
      <Door title="Forgot your password?" lead="You get a link by mail to set a new one.">
        <form
          class="flex flex-col gap-4"
          onSubmit={(event) => {
            event.preventDefault();
            asking.mutate();
          }}
        >
          <TextField
            label="E-mail"
            type="email"
            name="email"
            autocomplete="username"
            required
            autofocus
            value={email()}
            onInput={(event) => setEmail(event.currentTarget.value)}
            error={asking.isError ? messageOf(asking.error) : undefined}
          />
          <Button type="submit" variant="primary" size="lg" isBusy={asking.isPending}>
            Send the link
          </Button>
          <A href="/sign-in" class={buttonClass("ghost")}>
            Back to sign-in
          </A>
        </form>
      </Door>
    </Show>
  );
}
