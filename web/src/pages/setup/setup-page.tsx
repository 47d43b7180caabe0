/** The first run: one form makes the first account, then the first steps. The form is closed for ever once an account exists. */
import { useNavigate } from "@solidjs/router";
import { useQuery } from "@tanstack/solid-query";
import { createEffect, Match, Switch } from "solid-js";
import { meQuery, setupQuery } from "../../api/account.ts";
import { answerOf } from "../../api/answer-of.ts";
import { Door } from "../../components/door.tsx";
import { ErrorState } from "../../components/empty-state.tsx";
import { Shell } from "../../components/shell/shell.tsx";
import { FirstAccountForm } from "./first-account-form.tsx";
import { FirstSteps } from "./first-steps.tsx";

export default function SetupPage() {
  const setup = useQuery(setupQuery);
  const me = useQuery(meQuery);
  const navigate = useNavigate();

  const openSetup = () => {
    const state = answerOf(setup);
    return state?.open ? state : undefined;
  };
  const retry = () => {
    void setup.refetch();
    void me.refetch();
  };

  createEffect(() => {
    if (answerOf(setup)?.open === false && answerOf(me) === null) navigate("/sign-in", { replace: true });
  });

  return (
    <Switch>
      <Match when={answerOf(me)}>
        <Shell>
          <FirstSteps />
        </Shell>
      </Match>
      <Match when={openSetup()}>
        {(state) => (
          <Door
            title="Welcome to RemoteLink"
            lead="Create the first account. It is the administrator's, and it adds the machines."
          >
            <FirstAccountForm needsCode={state().needs_code} />
          </Door>
        )}
      </Match>
      <Match when={setup.isError || me.isError}>
        <ErrorState title="The server does not answer" error={setup.error ?? me.error} onRetry={retry} />
      </Match>
    </Switch>
  );
}
