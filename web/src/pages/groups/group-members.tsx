/** Who is in the group, and what each may do on its machines. */
import { A } from "@solidjs/router";
import { useQuery } from "@tanstack/solid-query";
import UserPlus from "lucide-solid/icons/user-plus";
import Users from "lucide-solid/icons/users";
import X from "lucide-solid/icons/x";
import { createMemo, createSignal, Show } from "solid-js";
import type { GroupDetails, GroupMember } from "../../../../protocol/rest/groups.ts";
import { answerOf } from "../../api/answer-of.ts";
import { usersQuery } from "../../api/users.ts";
import { Avatar } from "../../components/avatar.tsx";
import { Badge } from "../../components/badge.tsx";
import { Button, buttonClass } from "../../components/button.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { IconButton } from "../../components/icon-button.tsx";
import { Section } from "../../components/page-header.tsx";
import { useEndMembership } from "../../components/people/end-membership.ts";
import { MembershipDialog } from "../../components/people/membership-dialog.tsx";
import { PermissionsButton } from "../../components/people/permissions-button.tsx";
import { type Column, Table } from "../../components/table.tsx";

export function GroupMembers(props: { group: GroupDetails }) {
  const users = useQuery(usersQuery);
  const end = useEndMembership();
  const [edited, setEdited] = createSignal<GroupMember | "new" | null>(null);
  const close = () => setEdited(null);
  const members = () => props.group.members ?? [];
  const others = createMemo(() => {
    const present = new Set(members().map(({ user_id }) => user_id));
    return (answerOf(users) ?? []).filter(({ id }) => !present.has(id));
  });
  const membershipOf = (userId: string) => ({ groupId: props.group.id, userId });

  const columns: Column<GroupMember>[] = [
    {
      title: "Name",
      cell: (member) => (
        <div class="flex min-w-0 items-center gap-2.5">
          <Avatar name={member.name} />
          <div class="min-w-0">
            <A href={`/users/${member.user_id}`} class="font-medium break-words hover:underline">
              {member.name}
            </A>
            <Show when={member.disabled}>
              {" "}
              <Badge tone="danger">Disabled</Badge>
            </Show>
            <div class="text-xs wrap-anywhere text-muted">{member.email}</div>
          </div>
        </div>
      ),
    },
    {
      title: "May do",
      cell: (member) => (
        <Show when={member.role !== "admin"} fallback={<span class="text-muted">Everything, as an administrator</span>}>
          <PermissionsButton
            label={`Change what ${member.name} may do`}
            permissions={member.permissions}
            onClick={() => setEdited(member)}
          />
        </Show>
      ),
    },
    {
      title: "Actions",
      isTitleHidden: true,
      class: "w-px text-right",
      cell: (member) => (
        <IconButton
          label={`Take ${member.name} out of the group`}
          onClick={() =>
            end({
              membership: membershipOf(member.user_id),
              permissions: member.permissions,
              person: member.name,
              group: props.group.name,
            })
          }
          icon={<X class="size-4" aria-hidden="true" />}
        />
      ),
    },
  ];

  const addButton = () => (
    <Show
      when={others().length > 0}
      fallback={
        <A href={`/users?invite=1&group=${props.group.id}`} class={buttonClass("secondary")}>
          <UserPlus class="size-4" aria-hidden="true" />
          Invite someone
        </A>
      }
    >
      <Button onClick={() => setEdited("new")}>
        <UserPlus class="size-4" aria-hidden="true" />
        Add member
      </Button>
    </Show>
  );

  return (
    <Section
      title="Members"
      description="They see the machines of this group. A change holds at once, also in sessions that run."
      actions={<Show when={members().length > 0}>{addButton()}</Show>}
    >
      <Show
        when={members().length > 0}
        fallback={
          <EmptyState icon={<Users class="size-5" aria-hidden="true" />} title="Nobody yet" action={addButton()}>
            Only administrators see the machines of this group.
          </EmptyState>
        }
      >
        <Table label="Members" columns={columns} rows={members()} idOf={(member) => member.user_id} />
      </Show>
      <Show when={edited() === "new"}>
        <MembershipDialog
          title={`Add a member to ${props.group.name}`}
          choiceLabel="Person"
          choices={others().map((user) => ({
            label: user.name,
            membership: membershipOf(user.id),
          }))}
          action="Add member"
          onClose={close}
        />
      </Show>
      <Show when={editedMember(edited())}>
        {(member) => (
          <MembershipDialog
            title={`${member().name} in ${props.group.name}`}
            choiceLabel="Person"
            choices={[{ label: member().name, membership: membershipOf(member().user_id) }]}
            permissions={member().permissions}
            action="Save"
            onClose={close}
          />
        )}
      </Show>
    </Section>
  );
}

function editedMember(edited: GroupMember | "new" | null): GroupMember | undefined {
  return edited === null || edited === "new" ? undefined : edited;
}
