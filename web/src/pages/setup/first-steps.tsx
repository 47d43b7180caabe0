/** After the first account: add a machine, connect to it, invite somebody. Each step marks itself done by what really happened. */
import { A } from "@solidjs/router";
import { useMutation, useQuery, useQueryClient } from "@tanstack/solid-query";
import Check from "lucide-solid/icons/check";
import { createMemo, type JSX, Match, Show, Switch } from "solid-js";
import type { Machine } from "../../../../protocol/rest/people.ts";
import { answerOf } from "../../api/answer-of.ts";
import { messageOf } from "../../api/http-client.ts";
import { invitesQuery } from "../../api/invites.ts";
import { machinesQuery } from "../../api/machines.ts";
import { queryKeys } from "../../api/query-keys.ts";
import { machineSessionsQuery } from "../../api/sessions.ts";
import { usersQuery } from "../../api/users.ts";
import { Button, buttonClass } from "../../components/button.tsx";
import { classNames } from "../../components/class-names.ts";
import { ConnectButton } from "../../components/connect-button.tsx";
import { InstallCommands } from "../../components/install-commands.tsx";
import { MachineStateText } from "../../components/machine-state.tsx";
import { PageBody, PageHeader } from "../../components/page-header.tsx";
import { Skeleton } from "../../components/skeleton.tsx";
import { notifyFailure } from "../../components/toast.tsx";
import { Waiting } from "../../components/waiting.tsx";
import { useMe } from "../../state/signed-in.tsx";
import { firstTokenQuery, renewFirstToken } from "./first-token.ts";

export default function FirstStepsPage() {
  const me = useMe();
  const machines = useQuery(machinesQuery);
  const first = createMemo<Machine | undefined>(() => answerOf(machines)?.[0]);

  return (
    <>
      <PageHeader title="Get started" />
      <PageBody>
        <div class="mx-auto max-w-2xl">
          <h2 class="text-xl font-semibold">Three steps, and your team is at work</h2>
          <p class="mt-1 mb-6 text-sm text-muted">
            Each can be done later as well: Enrollment adds machines, Users &amp; invites brings people, at any time.
          </p>
          <ol class="flex flex-col gap-3">
            <Step number={1} title="Add a machine" isDone={first() !== undefined} isOpen={!first()}>
              <Switch fallback={<Skeleton class="h-24 w-full rounded-lg" />}>
                <Match when={first()}>
                  {(machine) => (
                    <p class="text-sm">
                      <strong class="font-semibold break-words">{machine().name}</strong> has joined.
                    </p>
                  )}
                </Match>
                <Match when={!machines.isPending}>
                  <AddMachineStep />
                </Match>
              </Switch>
            </Step>
            <Show when={first()} fallback={<ConnectStepAhead />}>
              {(machine) => <ConnectStep machine={machine()} />}
            </Show>
            <Show when={me().role === "admin"}>
              <InviteStep />
            </Show>
          </ol>
        </div>
      </PageBody>
    </>
  );
}

function AddMachineStep() {
  const client = useQueryClient();
  const token = useQuery(firstTokenQuery);
  const renewing = useMutation(() => ({
    mutationFn: renewFirstToken,
    onSuccess: (renewed) => client.setQueryData(queryKeys.firstToken, renewed),
    onError: (error) => notifyFailure("There is no new command", error),
  }));
  const found = () => answerOf(token);
  const given = () => {
    const one = found();
    return one && "given" in one ? one.given : undefined;
  };
  const made = () => {
    const one = found();
    return one && "made" in one ? one.made : undefined;
  };
  return (
    <Switch fallback={<Skeleton class="h-24 w-full rounded-lg" />}>
      <Match when={token.isError}>
        <p class="mb-3 text-sm text-danger-text" role="alert">
          {messageOf(token.error)}
        </p>
        <Button onClick={() => token.refetch()}>Try again</Button>
      </Match>
      <Match when={made()}>
        {(created) => (
          <>
            <InstallCommands token={created().token} />
            <Waiting class="mt-4">Waiting for the machine. The command works once, for an hour.</Waiting>
          </>
        )}
      </Match>
      <Match when={given()}>
        {(before) => (
          <>
            <p class="mb-3 text-sm text-muted">
              The command was shown already, and is shown only once. The one that you copied works until you ask for a
              new one.
            </p>
            <Button isBusy={renewing.isPending} onClick={() => renewing.mutate(before().id)}>
              Show a new command
            </Button>
            <Waiting class="mt-4">Waiting for the machine.</Waiting>
          </>
        )}
      </Match>
    </Switch>
  );
}

function ConnectStepAhead() {
  return (
    <Step number={2} title="Connect to it" isDone={false} isOpen={false}>
      <p class="text-sm text-muted">Its screen opens in this window, as soon as the machine is there.</p>
    </Step>
  );
}

function ConnectStep(props: { machine: Machine }) {
  const sessions = useQuery(() => machineSessionsQuery(props.machine.id));
  const isDone = () => (answerOf(sessions)?.length ?? 0) > 0;
  return (
    <Step number={2} title="Connect to it" isDone={isDone()} isOpen={!isDone()}>
      <div class="flex flex-wrap items-center gap-x-4 gap-y-3">
        <ConnectButton machine={props.machine} variant="primary" />
        <MachineStateText machine={props.machine} />
        <A href="/machines" class={classNames(buttonClass("ghost"), "ml-auto")}>
          All machines
        </A>
      </div>
    </Step>
  );
}

/** Done with the first person who is invited, or is there already. */
function InviteStep() {
  const invites = useQuery(invitesQuery);
  const users = useQuery(usersQuery);
  const isDone = () => (answerOf(invites)?.length ?? 0) > 0 || (answerOf(users)?.length ?? 0) > 1;
  return (
    <Step number={3} title="Invite a colleague" isDone={isDone()} isOpen={false}>
      <p class="mb-3 text-sm text-muted">They make their own account, and see the machines that you give them.</p>
      <A href="/users?invite=1" class={buttonClass("secondary")}>
        Invite someone
      </A>
    </Step>
  );
}

type StepProps = { number: number; title: string; isDone: boolean; isOpen: boolean; children: JSX.Element };

function Step(props: StepProps) {
  return (
    <li
      class={classNames("rounded-lg border border-line p-4", (props.isOpen || props.isDone) && "bg-panel")}
      aria-current={props.isOpen ? "step" : undefined}
    >
      <div class="flex gap-3">
        <span
          class={classNames(
            "flex size-6 shrink-0 items-center justify-center rounded-full border text-xs font-semibold",
            props.isDone ? "border-online text-online-text" : "border-line text-muted",
          )}
        >
          <Show when={props.isDone} fallback={props.number}>
            <Check class="size-3.5" role="img" aria-label="Done" />
          </Show>
        </span>
        <div class="min-w-0 flex-1">
          <h3 class="mb-2 text-base leading-6 font-semibold">{props.title}</h3>
          {props.children}
        </div>
      </div>
    </li>
  );
}
