/** Why there is no Connect, and what brings the machine back. */
import { Show } from "solid-js";
import type { Machine } from "../../../../protocol/rest/people.ts";
import { TimeAgo } from "../../components/relative-time.tsx";
import { osFamily } from "../../state/os-family.ts";
import { canWake } from "../../state/wake.ts";

export function OfflineNotice(props: { machine: Machine }) {
  return (
    <div class="mb-8 rounded-lg border border-line bg-panel p-4 text-sm">
      <p class="font-semibold">
        {props.machine.name} is offline
        <Show when={props.machine.last_seen_at}>
          {(at) => (
            <span class="font-normal text-muted">
              , last heard of <TimeAgo at={at()} />
            </span>
          )}
        </Show>
      </p>
      <p class="mt-1 text-muted">
        Its agent has no connection to this server. Is the machine switched on, awake and on the network? It comes back
        here by itself within a minute.
        <Show when={canWake(props.machine)}>
          {" "}
          Wake sends it a packet over the network, and connects you once it is there.
        </Show>
        <Show when={osFamily(props.machine.os) === "linux"}>
          {" "}
          If it is up, look at its agent:{" "}
          <code class="rounded-sm bg-sunken px-1 font-mono text-xs text-text">systemctl status remotelink-agent</code>
        </Show>
      </p>
    </div>
  );
}
