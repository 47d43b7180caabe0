/** A token just made: shown this once, with the command for it, and, live, the machines that join. */
import { A } from "@solidjs/router";
import { useQuery } from "@tanstack/solid-query";
import CircleCheck from "lucide-solid/icons/circle-check";
import X from "lucide-solid/icons/x";
import { createMemo, For, onMount, Show } from "solid-js";
import type { EnrollmentTokenCreated } from "../../../../protocol/rest/people.ts";
import { answerOf } from "../../api/answer-of.ts";
import { machinesQuery } from "../../api/machines.ts";
import { waitingMachinesQuery } from "../../api/waiting-machines.ts";
import { ConnectButton } from "../../components/connect-button.tsx";
import { IconButton } from "../../components/icon-button.tsx";
import { InstallCommands } from "../../components/install-commands.tsx";
import { focusAfterDialog } from "../../components/return-focus.ts";
import { Waiting } from "../../components/waiting.tsx";

export function JoinPanel(props: { token: EnrollmentTokenCreated; onClose: () => void }) {
  let section!: HTMLElement;
  const machines = useQuery(machinesQuery);
  // Both times are the server's. A machine that joins by another token meanwhile is news here as well.
  const joined = createMemo(() =>
    (answerOf(machines) ?? []).filter((machine) => machine.created_at >= props.token.created_at),
  );
  const waiting = useQuery(waitingMachinesQuery);
  const held = createMemo(() =>
    (answerOf(waiting)?.items ?? []).filter(({ enrollment_token }) => enrollment_token?.id === props.token.id),
  );
  // The command is what the token was made for: its button is next.
  onMount(() => {
    const copy = section.querySelector<HTMLElement>("button[data-copy]");
    if (copy) focusAfterDialog(copy);
  });
  return (
    <section ref={section} class="mb-8 rounded-lg border border-line bg-panel p-4" aria-label="Add a machine">
      <div class="mb-3 flex items-start gap-3">
        <div class="min-w-0 flex-1">
          <h2 class="text-sm font-semibold">Add a machine{props.token.label && ` · ${props.token.label}`}</h2>
          <p class="text-sm text-muted">The token is shown only now: copy the command before you leave this page.</p>
        </div>
        <IconButton label="Close" onClick={() => props.onClose()} icon={<X class="size-4" aria-hidden="true" />} />
      </div>
      <InstallCommands token={props.token.token} />
      <div class="mt-4 border-t border-line pt-3" aria-live="polite">
        <Show when={held().length > 0}>
          <p class="mb-2 text-sm">
            {held().length === 1 ? `${held()[0]?.name} waits` : `${held().length} machines wait`} to be accepted above.
          </p>
        </Show>
        <Show when={joined().length > 0} fallback={<Waiting>Waiting for a machine to join…</Waiting>}>
          <ul class="flex flex-col gap-2">
            <For each={joined()}>
              {(machine) => (
                <li class="flex animate-rise items-center gap-2 text-sm">
                  <CircleCheck class="size-4 shrink-0 text-online" aria-hidden="true" />
                  <span class="min-w-0 flex-1 truncate">
                    <A href={`/machines/${machine.id}`} class="font-semibold hover:underline">
                      {machine.name}
                    </A>{" "}
                    has joined
                  </span>
                  <ConnectButton machine={machine} size="sm" variant="primary" />
                </li>
              )}
            </For>
          </ul>
        </Show>
      </div>
    </section>
  );
}
