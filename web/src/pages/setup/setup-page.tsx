/** The first run: one form makes the first account, then the first steps. The form is closed for ever once an account exists. */
import { useNavigate } from "@solidjs/router";
import { useQuery } from "@tanstack/solid-query";
import { createEffect, Match, Switch } from "solid-js";
import { meQuery, setupQuery } from "../../api/account.ts";
import { Door } from "../../components/door.tsx";
import { ErrorState } from "../../components/empty-state.tsx";
import { Shell } from "../../components/shell/shell.tsx";
import { FirstAccountForm } from "./first-account-form.tsx";
import { FirstSteps } from "./first-steps.tsx";

export default function SetupPage() {
  const setup = useQuery(setupQuery);
  const me = useQuery(meQuery);
  const navigate = useNavigate();

  createEffect(() => {
    if (setup.isSuccess && !setup.data.open && me.isSuccess && !me.data) navigate("/sign-in", { replace: true });
  });

  return (
    <Switch>
      <Match when={setup.isError}>
        <ErrorState title="The server does not answer" error={setup.error} onRetry={() => setup.refetch()} />
      </Match>
      <Match when={me.isSuccess && me.data}>
        <Shell>
          <FirstSteps />
        </Shell>
      </Match>
      <Match when={setup.isSuccess && setup.data.open && setup.data}>
        {(state) => (
          <Door
            title="Welcome to RemoteLink"
            lead="Create the first account. It is the administrator's, and it adds the machines."
          >
            <FirstAccountForm needsCode={state().needs_code} />
          </Door>
        )}
      </Match>
    </Switch>
  );
}
