/** Sign-in, in one step or two. While no account exists yet, it leads to set-up. */
import { A, useLocation, useNavigate } from "@solidjs/router";
import { useQuery, useQueryClient } from "@tanstack/solid-query";
import { createEffect, createSignal, Show } from "solid-js";
import type { SecondFactorAsked, SecondFactorMethod } from "../../../../protocol/rest/sign-in.ts";
import { meQuery, setupQuery } from "../../api/account.ts";
import { answerOf } from "../../api/answer-of.ts";
import { queryKeys } from "../../api/query-keys.ts";
import { Door } from "../../components/door.tsx";
import { returnPath } from "../../state/return-path.ts";
import { FirstStep } from "./first-step.tsx";
import { SecondStep } from "./second-step.tsx";

const secondFactorMethods: readonly SecondFactorMethod[] = ["authenticator", "passkey", "recovery_code"];

export default function SignInPage() {
  const client = useQueryClient();
  const navigate = useNavigate();
  const location = useLocation();
  const setup = useQuery(setupQuery);
  const me = useQuery(meQuery);
  const [asked, setAsked] = createSignal<Pick<SecondFactorAsked, "methods"> | null>(stepOf(location.search));

  createEffect(() => {
    if (answerOf(setup)?.open) navigate("/setup", { replace: true });
    else if (answerOf(me)) navigate(returnPath(location.search), { replace: true });
  });
  const enter = () => client.invalidateQueries({ queryKey: queryKeys.me });

  return (
    <Show
      when={asked()}
      fallback={
        <Door title="Sign in">
          <FirstStep onEntered={enter} onSecondStep={setAsked} />
          <Show when={answerOf(setup)?.mails_password_resets}>
            <p class="mt-4 text-center text-sm">
              <A href="/forgot" class="text-muted underline hover:text-text">
                Forgot password?
              </A>
            </p>
          </Show>
        </Door>
      }
    >
      {(step) => (
        <Door title="One more step" lead="The first step is done. Now show that it is you.">
          <SecondStep methods={step().methods} onEntered={enter} onBack={() => setAsked(null)} />
        </Door>
      )}
    </Show>
  );
}

/** Who came by an identity provider is brought here with the second step to do. */
function stepOf(search: string): Pick<SecondFactorAsked, "methods"> | null {
  const named = new URLSearchParams(search).get("step")?.split(",") ?? [];
  const methods = secondFactorMethods.filter((method) => named.includes(method));
  return methods.length > 0 ? { methods } : null;
}
