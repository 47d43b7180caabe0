/** What the agent told of its machine, in sections; what is not known is left out rather than shown as a dash. */
import { useQuery } from "@tanstack/solid-query";
import { For, type JSX, Show } from "solid-js";
import type { Machine } from "../../../../protocol/rest/people.ts";
import { answerOf } from "../../api/answer-of.ts";
import { latestAgentQuery } from "../../api/machines.ts";
import { AgentVersion } from "../../components/agent-version.tsx";
import { Panel, Section } from "../../components/page-header.tsx";
import { TimeAgo } from "../../components/relative-time.tsx";
import { byteSize } from "../../state/byte-size.ts";
import { now } from "../../state/clock.ts";
import { osDescription } from "../../state/os-family.ts";
import { duration, exactTime } from "../../state/relative-time.ts";
import { UsageBar } from "./usage-bar.tsx";

type Inventory = NonNullable<Machine["inventory"]>;

export function InventorySections(props: { machine: Machine; inventory: Inventory | null }) {
  const inventory = () => props.inventory ?? {};
  return (
    <>
      <Section title="System">
        <System machine={props.machine} inventory={inventory()} />
      </Section>
      <Show when={inventory().cpu_model || inventory().memory_bytes}>
        <Section title="Hardware">
          <Hardware inventory={inventory()} />
        </Section>
      </Show>
      <Show when={inventory().disks?.length}>
        <Section title="Disks">
          <Panel class="divide-y divide-line">
            <For each={inventory().disks}>
              {({ mount, size_bytes, free_bytes }) => (
                <div class="px-4 py-2.5">
                  <UsageBar name={mount} used={size_bytes - free_bytes} total={size_bytes} />
                </div>
              )}
            </For>
          </Panel>
        </Section>
      </Show>
      <Show when={inventory().interfaces?.length || props.machine.mac_addresses.length}>
        <Section title="Network">
          <Network machine={props.machine} inventory={inventory()} />
        </Section>
      </Show>
      <Show when={inventory().told_at}>
        {(at) => (
          <p class="text-xs text-faint">
            Told by its agent <TimeAgo at={at()} />.
          </p>
        )}
      </Show>
    </>
  );
}

function System(props: { machine: Machine; inventory: Inventory }) {
  const latest = useQuery(latestAgentQuery);
  return (
    <Facts>
      <Fact name="Host name">{props.machine.hostname}</Fact>
      <Fact name="System">{osDescription(props.machine.os, props.machine.os_version)}</Fact>
      <Fact name="Kernel">{props.inventory.kernel}</Fact>
      <Fact name="Architecture">{props.machine.arch}</Fact>
      <Fact name="Signed in">{props.machine.logged_in_user}</Fact>
      <Show when={props.machine.online && props.inventory.boot_time}>
        {(at) => (
          <Fact name="Running for">
            <span title={`Started ${exactTime(at())}`}>{duration(now() - Date.parse(at()))}</span>
          </Fact>
        )}
      </Show>
      <Fact name="Time zone">{props.inventory.time_zone}</Fact>
      <Fact name="Agent">
        <AgentVersion version={props.machine.agent_version} latest={answerOf(latest) ?? null} />
      </Fact>
      <Show when={props.machine.update_asked_at}>
        {(at) => (
          <Fact name="Agent update">
            Asked for <TimeAgo at={at()} />
          </Fact>
        )}
      </Show>
      <Show when={props.inventory.update_failure}>
        {(failure) => (
          <Fact name="Update failed">
            {failure().version}: {failure().reason}
          </Fact>
        )}
      </Show>
      <Show when={!props.machine.online && props.machine.last_seen_at}>
        {(at) => (
          <Fact name="Last seen">
            <TimeAgo at={at()} />
          </Fact>
        )}
      </Show>
      <Fact name="Joined">
        <TimeAgo at={props.machine.created_at} />
      </Fact>
    </Facts>
  );
}

function Hardware(props: { inventory: Inventory }) {
  const battery = () => props.inventory.battery;
  return (
    <Facts>
      <Fact name="Processor">
        {props.inventory.cpu_model && processor(props.inventory.cpu_model, props.inventory.cpu_count)}
      </Fact>
      <Show when={props.inventory.memory_bytes}>
        {(total) => (
          <Fact name="Memory">
            <Show when={props.inventory.memory_used_bytes} fallback={byteSize(total())}>
              {(used) => <UsageBar name="" used={used()} total={total()} />}
            </Show>
          </Fact>
        )}
      </Show>
      <For each={props.inventory.displays}>
        {({ name, width, height }) => (
          <Fact name="Display">
            {name} <span class="text-muted tabular-nums">{`${width} × ${height}`}</span>
          </Fact>
        )}
      </For>
      <Show when={battery()}>
        {(level) => <Fact name="Battery">{`${level().percent} %${level().is_charging ? ", charging" : ""}`}</Fact>}
      </Show>
    </Facts>
  );
}

const KINDS = { wired: "Wired", wireless: "Wireless", virtual: "Virtual", other: "" } as const;

/** An older agent tells of its cards only. */
function Network(props: { machine: Machine; inventory: Inventory }) {
  return (
    <Show
      when={props.inventory.interfaces?.length}
      fallback={
        <Facts>
          <Fact name="Network cards">{props.machine.mac_addresses.join(", ")}</Fact>
        </Facts>
      }
    >
      <Panel class="divide-y divide-line text-sm">
        <For each={props.inventory.interfaces}>
          {({ name, kind, mac_address, addresses }) => (
            <div class="flex flex-wrap items-baseline gap-x-4 gap-y-1 px-4 py-2.5">
              <span class="w-28 shrink-0 truncate text-muted">{name}</span>
              <span class="min-w-0 flex-1 break-words tabular-nums">{addresses.join(", ")}</span>
              <span class="text-xs text-faint tabular-nums">
                {[KINDS[kind], mac_address].filter(Boolean).join(" · ")}
              </span>
            </div>
          )}
        </For>
      </Panel>
    </Show>
  );
}

function Facts(props: { children: JSX.Element }) {
  return (
    <Panel>
      <dl class="grid grid-cols-1 gap-px overflow-hidden rounded-lg bg-line sm:grid-cols-2">{props.children}</dl>
    </Panel>
  );
}

function Fact(props: { name: string; children: JSX.Element }) {
  return (
    <Show when={props.children}>
      {(value) => (
        <div class="flex min-h-10 items-baseline gap-4 bg-panel px-4 py-2.5 text-sm sm:last:odd:col-span-2">
          <dt class="w-28 shrink-0 text-muted">{props.name}</dt>
          <dd class="min-w-0 flex-1 break-words tabular-nums">{value()}</dd>
        </div>
      )}
    </Show>
  );
}

function processor(model: string, count: number | undefined): string {
  return count === undefined ? model : `${model} (${count} ${count === 1 ? "core" : "cores"})`;
}
