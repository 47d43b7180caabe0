/** What the agent told of its machine. */
import { For, type JSX } from "solid-js";
import type { Machine } from "../../../../protocol/rest/people.ts";
import { Panel } from "../../components/page-header.tsx";
import { TimeAgo } from "../../components/relative-time.tsx";
import { byteSize } from "../../state/byte-size.ts";
import { now } from "../../state/clock.ts";
import { osDescription } from "../../state/os-family.ts";
import { duration, exactTime } from "../../state/relative-time.ts";

type Fact = { name: string; value: JSX.Element };

export function Inventory(props: { machine: Machine }) {
  return (
    <Panel>
      <dl class="grid grid-cols-1 gap-px overflow-hidden rounded-lg bg-line sm:grid-cols-2">
        <For each={factsOf(props.machine)}>
          {(fact) => (
            <div class="flex min-h-10 items-baseline gap-4 bg-panel px-4 py-2.5 text-sm sm:last:odd:col-span-2">
              <dt class="w-28 shrink-0 text-muted">{fact.name}</dt>
              <dd class="min-w-0 flex-1 break-words">{fact.value}</dd>
            </div>
          )}
        </For>
      </dl>
    </Panel>
  );
}

/** What is not known is left out rather than shown as a dash. */
function factsOf(machine: Machine): Fact[] {
  const { inventory } = machine;
  const facts: Fact[] = [
    { name: "Host name", value: machine.hostname },
    { name: "System", value: osDescription(machine.os, machine.os_version) },
    { name: "Architecture", value: machine.arch },
  ];
  const add = (name: string, value: JSX.Element | null | undefined | "") => {
    if (value) facts.push({ name, value });
  };
  add("Signed in", machine.logged_in_user);
  add("Processor", inventory?.cpu_model && processor(inventory.cpu_model, inventory.cpu_count));
  add("Memory", inventory?.memory_bytes && byteSize(inventory.memory_bytes));
  add(
    "Running for",
    machine.online && inventory?.boot_time && (
      <span title={`Started ${exactTime(inventory.boot_time)}`}>
        {duration(now() - Date.parse(inventory.boot_time))}
      </span>
    ),
  );
  add("Network cards", machine.mac_addresses.join(", "));
  add("Agent", machine.agent_version);
  add("Last seen", machine.last_seen_at && !machine.online && <TimeAgo at={machine.last_seen_at} />);
  add("Joined", <TimeAgo at={machine.created_at} />);
  return facts;
}

function processor(model: string, count: number | undefined): string {
  return count === undefined ? model : `${model} (${count} ${count === 1 ? "core" : "cores"})`;
}
