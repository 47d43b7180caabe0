/** Whether a machine is there, in a dot and in words: online, offline since, in session with whom. */
import { Match, Show, Switch } from "solid-js";
import type { Machine } from "../../../protocol/rest/people.ts";
import { type MachineState, machineState } from "../state/machine-filter.ts";
import { classNames } from "./class-names.ts";
import { TimeAgo } from "./relative-time.tsx";

const DOTS: Readonly<Record<MachineState, string>> = {
  online: "bg-online",
  "in-session": "bg-busy",
  // Hollow: state is not told by colour alone.
  offline: "border-2 border-offline",
};

export function StateDot(props: { state: MachineState }) {
  return <span class={classNames("size-2 shrink-0 rounded-full", DOTS[props.state])} aria-hidden="true" />;
}

export function MachineStateText(props: { machine: Machine }) {
  const state = () => machineState(props.machine);
  const people = () => [...new Set(props.machine.active_sessions.map((active) => active.user_name))].join(", ");
  return (
    <span class="flex min-w-0 items-center gap-2">
      <StateDot state={state()} />
      <Switch>
        <Match when={state() === "online"}>
          <span class="truncate text-online-text">Online</span>
        </Match>
        <Match when={state() === "in-session"}>
          <span class="truncate text-busy-text" title={`In session: ${people()}`}>
            In session · {people()}
          </span>
        </Match>
        <Match when={state() === "offline"}>
          <span class="truncate text-muted">
            Offline
            <Show when={props.machine.last_seen_at}>
              {(at) => (
                <>
                  {" · "}
                  <TimeAgo at={at()} />
                </>
              )}
            </Show>
          </span>
        </Match>
      </Switch>
    </span>
  );
}
