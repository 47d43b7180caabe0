/** The first run: one form makes the first account; then come the first steps. It is closed for ever once an account exists. */
import { useNavigate } from "@solidjs/router";
import { useQuery } from "@tanstack/solid-query";
import { createEffect, Match, Switch } from "solid-js";
import { meQuery, setupQuery } from "../../api/account.ts";
import { answerOf } from "../../api/answer-of.ts";
import { Door } from "../../components/door.tsx";
import { ErrorState } from "../../components/empty-state.tsx";
import { FirstAccountForm } from "./first-account-form.tsx";

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
    if (answerOf(me)) navigate("/first-steps", { replace: true });
    else if (answerOf(setup)?.open === false && answerOf(me) === null) navigate("/sign-in", { replace: true });
  });

  return (
    <Switch>
      <Match when={!answerOf(me) && openSetup()}>
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
