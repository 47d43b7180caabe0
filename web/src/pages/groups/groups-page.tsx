/** Groups: machines that belong together, and who may reach them. */
import { A, useLocation, useNavigate } from "@solidjs/router";
import { useQuery } from "@tanstack/solid-query";
import Boxes from "lucide-solid/icons/boxes";
import Plus from "lucide-solid/icons/plus";
import { createMemo, Match, Switch } from "solid-js";
import type { Group } from "../../../../protocol/rest/groups.ts";
import { answerOf } from "../../api/answer-of.ts";
import { groupsQuery } from "../../api/groups.ts";
import { machinesQuery } from "../../api/machines.ts";
import { AdministratorsOnly } from "../../components/administrators-only.tsx";
import { Button } from "../../components/button.tsx";
import { EmptyState, ErrorState } from "../../components/empty-state.tsx";
import { PageBody, PageHeader } from "../../components/page-header.tsx";
import { TimeAgo } from "../../components/relative-time.tsx";
import { Skeleton, SkeletonRows } from "../../components/skeleton.tsx";
import { type Column, Table } from "../../components/table.tsx";
import { countWord } from "../../state/count-word.ts";
import { GroupNameDialog } from "./group-name-dialog.tsx";

export default function GroupsPage() {
  return (
    <AdministratorsOnly title="Groups">
      <Groups />
    </AdministratorsOnly>
  );
}

function Groups() {
  const location = useLocation();
  const navigate = useNavigate();
  const groups = useQuery(groupsQuery);
  const isFormOpen = () => new URLSearchParams(location.search).has("new");
  const openForm = () => navigate("/groups?new=1");

  const newGroup = () => (
    <Button variant="primary" onClick={openForm}>
      <Plus class="size-4" aria-hidden="true" />
      New group
    </Button>
  );

  return (
    <>
      <PageHeader title="Groups" count={answerOf(groups)?.length} actions={newGroup()} />
      <PageBody>
        <Switch
          fallback={<SkeletonRows count={4} label="Loading groups" row={() => <Skeleton class="my-3 h-5 w-full" />} />}
        >
          <Match when={groups.isError && !answerOf(groups)}>
            <ErrorState title="The groups were not loaded" error={groups.error} onRetry={() => groups.refetch()} />
          </Match>
          <Match when={answerOf(groups)?.length === 0}>
            <EmptyState icon={<Boxes class="size-5" aria-hidden="true" />} title="No groups yet" action={newGroup()}>
              A group holds the machines of a customer, a place or a team. Its members see these machines and no others.
            </EmptyState>
          </Match>
          <Match when={answerOf(groups)}>{(list) => <GroupTable groups={list()} />}</Match>
        </Switch>
      </PageBody>
      <GroupNameDialog
        isOpen={isFormOpen()}
        onClose={() => navigate("/groups", { replace: true })}
        onSaved={(group) => navigate(`/groups/${group.id}`)}
      />
    </>
  );
}

function GroupTable(props: { groups: Group[] }) {
  const machines = useQuery(machinesQuery);
  // An administrator's list is all there are, and it is live.
  const counts = createMemo(() => {
    const byGroup = new Map<string, number>();
    for (const { group_id } of answerOf(machines) ?? []) {
      if (group_id) byGroup.set(group_id, (byGroup.get(group_id) ?? 0) + 1);
    }
    return answerOf(machines) && byGroup;
  });
  const columns: Column<Group>[] = [
    {
      title: "Name",
      cell: (group) => (
        <A href={`/groups/${group.id}`} class="font-medium break-words hover:underline">
          {group.name}
        </A>
      ),
    },
    {
      title: "Machines",
      cell: (group) => (
        <span class="whitespace-nowrap text-muted">
          {countWord(counts() ? (counts()?.get(group.id) ?? 0) : group.machine_count, "machine")}
        </span>
      ),
    },
    {
      title: "Members",
      cell: (group) => <span class="whitespace-nowrap text-muted">{countWord(group.member_count ?? 0, "member")}</span>,
    },
    {
      title: "Created",
      from: "md",
      cell: (group) => (
        <span class="text-muted">
          <TimeAgo at={group.created_at} />
        </span>
      ),
    },
  ];
  return <Table label="Groups" columns={columns} rows={props.groups} />;
}
