/** `/machines/:id` and its tabs: what a machine is, its notes, what was done on it; Connect stays in reach on each. */
import { A, useParams } from "@solidjs/router";
import { useQuery } from "@tanstack/solid-query";
import Folder from "lucide-solid/icons/folder";
import ServerOff from "lucide-solid/icons/server-off";
import { createMemo, For, Match, Show, Suspense, Switch } from "solid-js";
import { Dynamic } from "solid-js/web";
import type { Machine } from "../../../../protocol/rest/people.ts";
import { answerOf } from "../../api/answer-of.ts";
import { machinesQuery } from "../../api/machines.ts";
import { BackLink } from "../../components/back-link.tsx";
import { Tag } from "../../components/badge.tsx";
import { buttonClass } from "../../components/button.tsx";
import { ConnectButton } from "../../components/connect-button.tsx";
import { EmptyState, ErrorState } from "../../components/empty-state.tsx";
import { MachineMenuButton } from "../../components/machine-menu/menu-button.tsx";
import { MachineStateText } from "../../components/machine-state.tsx";
import { OsIcon } from "../../components/os-icon.tsx";
import { PageBody, PageHeader } from "../../components/page-header.tsx";
import { PageTabs } from "../../components/page-tabs.tsx";
import { createMachineActKeys } from "../../components/shortcuts/machine-act-keys.ts";
import { Skeleton, SkeletonRows } from "../../components/skeleton.tsx";
import { useMe } from "../../state/signed-in.tsx";
import NotFoundPage from "../not-found-page.tsx";
import { machinePath, machineTabsFor } from "./machine-tabs.ts";

export default function MachinePage() {
  const params = useParams<{ id: string }>();
  const machines = useQuery(machinesQuery);
  const machine = createMemo(() => answerOf(machines)?.find((candidate) => candidate.id === params.id));
  return (
    <Switch fallback={<MachineSkeleton />}>
      <Match when={machines.isError && !answerOf(machines)}>
        <PageHeader title="Machine" lead={<BackLink href="/machines" label="All machines" />} />
        <ErrorState title="The machine was not loaded" error={machines.error} onRetry={() => machines.refetch()} />
      </Match>
      <Match when={machine()}>{(present) => <Present machine={present()} />}</Match>
      <Match when={answerOf(machines)}>
        <PageHeader title="Machine not found" lead={<BackLink href="/machines" label="All machines" />} />
        <EmptyState
          icon={<ServerOff class="size-5" aria-hidden="true" />}
          title="There is no such machine"
          action={
            <A href="/machines" class={buttonClass("primary")}>
              To the machines
            </A>
          }
        >
          It was removed, or it was never shared with you.
        </EmptyState>
      </Match>
    </Switch>
  );
}

function Present(props: { machine: Machine }) {
  const me = useMe();
  const params = useParams<{ tab?: string }>();
  const tabs = createMemo(() => machineTabsFor(me()));
  createMachineActKeys(() => props.machine);
  const open = createMemo(() => tabs().find((tab) => tab.name === (params.tab ?? "")));
  return (
    <Show when={open()} fallback={<NotFoundPage />}>
      {(tab) => (
        <>
          <PageHeader
            title={props.machine.name}
            lead={
              <>
                <BackLink href="/machines" label="All machines" />
                <OsIcon os={props.machine.os} class="size-4 shrink-0 text-muted" />
              </>
            }
            actions={
              <>
                <ConnectButton machine={props.machine} variant="primary" />
                <MachineMenuButton machine={props.machine} />
              </>
            }
          />
          <Facts machine={props.machine} />
          <PageTabs
            label={`Of ${props.machine.name}`}
            tabs={tabs().map((one) => ({ path: machinePath(props.machine.id, one.name), label: one.label }))}
          />
          <PageBody>
            <Suspense fallback={<Skeleton class="h-40 w-full" />}>
              <Dynamic component={tab().page} machine={props.machine} />
            </Suspense>
          </PageBody>
        </>
      )}
    </Show>
  );
}

/** Told on every tab: whether it is there, where it belongs, how it is marked. */
function Facts(props: { machine: Machine }) {
  return (
    <div class="px-4 pt-4 pb-1 md:px-6">
      <div class="mx-auto flex max-w-[53rem] flex-wrap items-center gap-x-4 gap-y-2 text-sm">
        <MachineStateText machine={props.machine} />
        <Show when={props.machine.group_name}>
          {(name) => (
            <span class="flex min-w-0 items-center gap-1.5 text-muted">
              <Folder class="size-3.5 shrink-0" aria-hidden="true" />
              <span class="sr-only">Group</span>
              <span class="truncate">{name()}</span>
            </span>
          )}
        </Show>
        <span class="flex min-w-0 flex-wrap gap-1">
          <For each={props.machine.tags}>{(tag) => <Tag tag={tag} />}</For>
        </span>
      </div>
    </div>
  );
}

function MachineSkeleton() {
  return (
    <>
      <div class="flex h-14 items-center gap-3 border-b border-line px-6">
        <Skeleton class="h-4 w-40" />
      </div>
      <PageBody>
        <SkeletonRows count={6} label="Loading the machine" row={() => <Skeleton class="mb-3 h-4 w-full max-w-lg" />} />
      </PageBody>
    </>
  );
}
