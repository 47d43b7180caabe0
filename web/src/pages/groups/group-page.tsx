/** One group: its machines, its members and what each may do, its name and its end. */
import { useNavigate, useParams } from "@solidjs/router";
import { useMutation, useQuery, useQueryClient } from "@tanstack/solid-query";
import Pencil from "lucide-solid/icons/pencil";
import Trash from "lucide-solid/icons/trash";
import { createMemo, createSignal, Match, Show, Switch } from "solid-js";
import type { GroupDetails } from "../../../../protocol/rest/groups.ts";
import { answerOf } from "../../api/answer-of.ts";
import { groupQuery, removeGroup } from "../../api/groups.ts";
import { ApiError } from "../../api/http-client.ts";
import { machinesQuery } from "../../api/machines.ts";
import { queryKeys } from "../../api/query-keys.ts";
import { AdministratorsOnly } from "../../components/administrators-only.tsx";
import { BackLink } from "../../components/back-link.tsx";
import { Button } from "../../components/button.tsx";
import { ConfirmDialog } from "../../components/confirm-dialog.tsx";
import { ErrorState } from "../../components/empty-state.tsx";
import { PageBody, PageHeader } from "../../components/page-header.tsx";
import { Skeleton } from "../../components/skeleton.tsx";
import { notify, notifyFailure } from "../../components/toast.tsx";
import { countWord } from "../../state/count-word.ts";
import NotFoundPage from "../not-found-page.tsx";
import { GroupMachines } from "./group-machines.tsx";
import { GroupMembers } from "./group-members.tsx";
import { GroupNameDialog } from "./group-name-dialog.tsx";

export default function GroupPage() {
  return (
    <AdministratorsOnly title="Group">
      <OneGroup />
    </AdministratorsOnly>
  );
}

function OneGroup() {
  const params = useParams<{ id: string }>();
  const group = useQuery(() => groupQuery(params.id));
  const isGone = () => group.error instanceof ApiError && group.error.status === 404;
  return (
    <Switch fallback={<GroupSkeleton />}>
      <Match when={isGone()}>
        <NotFoundPage />
      </Match>
      <Match when={answerOf(group)}>{(present) => <GroupContent group={present()} />}</Match>
      <Match when={group.isError}>
        <ErrorState title="The group was not loaded" error={group.error} onRetry={() => group.refetch()} />
      </Match>
    </Switch>
  );
}

function GroupContent(props: { group: GroupDetails }) {
  const [dialog, setDialog] = createSignal<"rename" | "remove" | null>(null);
  const close = () => setDialog(null);
  const machines = useQuery(machinesQuery);
  const own = createMemo(() => (answerOf(machines) ?? []).filter(({ group_id }) => group_id === props.group.id));
  return (
    <>
      <PageHeader
        title={props.group.name}
        lead={<BackLink href="/groups" label="All groups" />}
        actions={
          <>
            <Button onClick={() => setDialog("rename")} aria-label="Rename the group">
              <Pencil class="size-4" aria-hidden="true" />
              <span class="max-sm:sr-only">Rename</span>
            </Button>
            <Button onClick={() => setDialog("remove")} aria-label="Delete the group">
              <Trash class="size-4" aria-hidden="true" />
              <span class="max-sm:sr-only">Delete</span>
            </Button>
          </>
        }
      />
      <PageBody>
        <GroupMembers group={props.group} />
        <GroupMachines group={props.group} machines={answerOf(machines) && own()} />
      </PageBody>
      <GroupNameDialog isOpen={dialog() === "rename"} group={props.group} onClose={close} onSaved={close} />
      <Show when={dialog() === "remove"}>
        <RemoveGroup group={props.group} machineCount={own().length} onClose={close} />
      </Show>
    </>
  );
}

function RemoveGroup(props: { group: GroupDetails; machineCount: number; onClose: () => void }) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const removal = useMutation(() => ({
    mutationFn: () => removeGroup(props.group.id),
    onSuccess: () => {
      const { name } = props.group;
      navigate("/groups", { replace: true });
      void client.invalidateQueries({ queryKey: queryKeys.groups });
      notify(`${name} was deleted`);
    },
    onError: (error) => notifyFailure(`${props.group.name} was not deleted`, error),
  }));
  return (
    <ConfirmDialog
      isOpen
      onClose={props.onClose}
      title={`Delete ${props.group.name}?`}
      action={`Delete ${props.group.name}`}
      isBusy={removal.isPending}
      onConfirm={() => removal.mutate()}
    >
      {removalWords(props.group.members?.length ?? 0, props.machineCount)}
    </ConfirmDialog>
  );
}

function removalWords(members: number, machines: number): string {
  const lost =
    members === 1
      ? "1 membership is lost, and sessions by it end. "
      : `${countWord(members, "membership")} are lost, and sessions by them end. `;
  const kept =
    machines === 1
      ? "1 machine stays enrolled, without a group: only administrators see it then."
      : `${countWord(machines, "machine")} stay enrolled, without a group: only administrators see them then.`;
  return (members > 0 ? lost : "") + (machines > 0 ? kept : "There is no machine in it.");
}

function GroupSkeleton() {
  return (
    <>
      <div class="flex h-14 items-center border-b border-line px-4 md:px-6">
        <Skeleton class="h-4 w-32" />
      </div>
      <PageBody>
        <Skeleton class="mb-8 h-40 w-full rounded-lg" />
        <Skeleton class="h-40 w-full rounded-lg" />
      </PageBody>
    </>
  );
}
