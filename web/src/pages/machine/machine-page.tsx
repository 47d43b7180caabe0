/** One machine: what it is, its notes, its sessions; Connect stays in reach. */
import { A, useParams } from "@solidjs/router";
import { useQuery } from "@tanstack/solid-query";
import ArrowLeft from "lucide-solid/icons/arrow-left";
import ServerOff from "lucide-solid/icons/server-off";
import { createMemo, For, Match, Show, Switch } from "solid-js";
import type { Machine } from "../../../../protocol/rest/people.ts";
import { answerOf } from "../../api/answer-of.ts";
import { machinesQuery } from "../../api/machines.ts";
import { Tag } from "../../components/badge.tsx";
import { Button, buttonClass } from "../../components/button.tsx";
import { classNames } from "../../components/class-names.ts";
import { ConnectButton } from "../../components/connect-button.tsx";
import { EmptyState, ErrorState } from "../../components/empty-state.tsx";
import { iconButtonClass } from "../../components/icon-button.tsx";
import { openMachineDialog } from "../../components/machine-dialogs/dialog-state.ts";
import { MachineMenuButton } from "../../components/machine-menu/menu-button.tsx";
import { MachineStateText } from "../../components/machine-state.tsx";
import { Markdown } from "../../components/markdown.tsx";
import { OsIcon } from "../../components/os-icon.tsx";
import { PageBody, PageHeader, Panel, Section } from "../../components/page-header.tsx";
import { Skeleton, SkeletonRows } from "../../components/skeleton.tsx";
import { Inventory } from "./inventory.tsx";
import { MachineAudit } from "./machine-audit.tsx";
import { MachineSessions } from "./machine-sessions.tsx";
import { OfflineNotice } from "./offline-notice.tsx";

export default function MachinePage() {
  const params = useParams<{ id: string }>();
  const machines = useQuery(machinesQuery);
  const machine = createMemo(() => answerOf(machines)?.find((candidate) => candidate.id === params.id));
  return (
    <Switch fallback={<MachineSkeleton />}>
      <Match when={machines.isError && !answerOf(machines)}>
        <PageHeader title="Machine" lead={<BackLink />} />
        <ErrorState title="The machine was not loaded" error={machines.error} onRetry={() => machines.refetch()} />
      </Match>
      <Match when={machine()}>{(present) => <Present machine={present()} />}</Match>
      <Match when={answerOf(machines)}>
        <PageHeader title="Machine not found" lead={<BackLink />} />
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

function BackLink() {
  return (
    <A href="/machines" class={classNames(iconButtonClass, "-ml-2")} aria-label="All machines" title="All machines">
      <ArrowLeft class="size-4" aria-hidden="true" />
    </A>
  );
}

function Present(props: { machine: Machine }) {
  const canManage = () => props.machine.permissions.includes("manage");
  return (
    <>
      <PageHeader
        title={props.machine.name}
        lead={
          <>
            <BackLink />
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
      <PageBody>
        <div class="mb-6 flex flex-wrap items-center gap-x-4 gap-y-2 text-sm">
          <MachineStateText machine={props.machine} />
          <For each={props.machine.tags}>{(tag) => <Tag tag={tag} />}</For>
        </div>
        <Show when={!props.machine.online}>
          <OfflineNotice machine={props.machine} />
        </Show>
        <Section title="Overview">
          <Inventory machine={props.machine} />
        </Section>
        <Section
          title="Notes"
          actions={
            <Show when={canManage()}>
              <Button size="sm" onClick={() => openMachineDialog("edit", props.machine.id)}>
                Edit
              </Button>
            </Show>
          }
        >
          <Panel class="p-4">
            <Show
              when={props.machine.notes}
              fallback={<p class="text-sm text-muted">Nothing noted yet. What should the next person know?</p>}
            >
              <Markdown text={props.machine.notes} />
            </Show>
          </Panel>
        </Section>
        <Section title="Sessions">
          <MachineSessions machineId={props.machine.id} />
        </Section>
        <MachineAudit machineId={props.machine.id} />
      </PageBody>
    </>
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
