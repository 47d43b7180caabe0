/** After the first account: add a machine, connect to it. Each step marks itself done by what really happened. */
import { A } from "@solidjs/router";
import { useMutation, useQuery, useQueryClient } from "@tanstack/solid-query";
import Check from "lucide-solid/icons/check";
import { createMemo, type JSX, onCleanup, onMount, Show } from "solid-js";
import type { Machine, Me } from "../../../../protocol/rest/people.ts";
import { createEnrollmentToken } from "../../api/enrollment.ts";
import { messageOf } from "../../api/http-client.ts";
import { startLiveCache } from "../../api/live/live-cache.ts";
import { machinesQuery } from "../../api/machines.ts";
import { Button, buttonClass } from "../../components/button.tsx";
import { classNames } from "../../components/class-names.ts";
import { ConnectButton } from "../../components/connect-button.tsx";
import { Door } from "../../components/door.tsx";
import { InstallCommands } from "../../components/install-commands.tsx";
import { MachineStateText } from "../../components/machine-state.tsx";
import { SignedInProvider } from "../../state/signed-in.tsx";

const TOKEN_LIFE_MS = 60 * 60_000;

export function FirstSteps(props: { me: Me }) {
  const client = useQueryClient();
  onMount(() => onCleanup(startLiveCache(client)));
  const machines = useQuery(machinesQuery);
  const first = createMemo<Machine | undefined>(() => (machines.isSuccess ? machines.data[0] : undefined));
  const hasConnected = () => (first()?.active_sessions.length ?? 0) > 0;

  return (
    <SignedInProvider me={props.me}>
      <Door title="Two steps to the first session" lead={`You are signed in as ${props.me.email}.`} isWide>
        <ol class="flex flex-col gap-3">
          <Step number={1} title="Add a machine" isDone={first() !== undefined} isOpen={machines.isSuccess && !first()}>
            <Show when={first()} fallback={<AddMachineStep />}>
              {(machine) => (
                <p class="text-sm">
                  <strong class="font-semibold">{machine().name}</strong> has joined.
                </p>
              )}
            </Show>
          </Step>
          <Step number={2} title="Connect to it" isDone={hasConnected()} isOpen={first() !== undefined}>
            <Show
              when={first()}
              fallback={<p class="text-sm text-muted">Opens its screen in this window, as soon as it is there.</p>}
            >
              {(machine) => (
                <div class="flex flex-wrap items-center gap-3">
                  <ConnectButton machine={machine()} variant="primary" />
                  <MachineStateText machine={machine()} />
                </div>
              )}
            </Show>
          </Step>
        </ol>
        <div class="mt-6">
          <A href="/machines" class={buttonClass("ghost")}>
            {first() ? "To the machines" : "Skip, to the dashboard"}
          </A>
        </div>
      </Door>
    </SignedInProvider>
  );
}

function AddMachineStep() {
  const making = useMutation(() => ({
    mutationFn: () =>
      createEnrollmentToken({
        label: "First machine",
        max_uses: 1,
        expires_at: new Date(Date.now() + TOKEN_LIFE_MS).toISOString(),
      }),
  }));
  onMount(() => making.mutate());
  return (
    <Show
      when={making.isSuccess && making.data}
      fallback={
        <Show when={making.isError} fallback={<p class="h-24 text-sm text-muted">Preparing the command…</p>}>
          <p class="mb-3 text-sm text-danger-text" role="alert">
            {messageOf(making.error)}
          </p>
          <Button onClick={() => making.mutate()}>Try again</Button>
        </Show>
      }
    >
      {(created) => (
        <>
          <InstallCommands token={created().token} />
          <p class="mt-3 flex items-center gap-2 text-sm text-muted" role="status">
            <span class="size-2 animate-breathe rounded-full bg-busy" aria-hidden="true" />
            Waiting for the machine. The command works once, for an hour.
          </p>
        </>
      )}
    </Show>
  );
}

type StepProps = { number: number; title: string; isDone: boolean; isOpen: boolean; children: JSX.Element };

function Step(props: StepProps) {
  return (
    <li
      class={classNames(
        "rounded-lg border border-line p-4",
        props.isOpen || props.isDone ? "bg-panel" : "bg-transparent",
      )}
      aria-current={props.isOpen && !props.isDone ? "step" : undefined}
    >
      <div class="flex gap-3">
        <span
          class={classNames(
            "flex size-6 shrink-0 items-center justify-center rounded-full border text-xs font-semibold",
            props.isDone ? "border-online text-online-text" : "border-line text-muted",
          )}
        >
          <Show when={props.isDone} fallback={props.number}>
            <Check class="size-3.5" aria-label="Done" />
          </Show>
        </span>
        <div class="min-w-0 flex-1">
          <h2 class="mb-2 text-base leading-6 font-semibold">{props.title}</h2>
          {props.children}
        </div>
      </div>
    </li>
  );
}
