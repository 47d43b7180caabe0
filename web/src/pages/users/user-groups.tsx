/** The groups that a person is in, with what they may do on the machines of each. */
import { A } from "@solidjs/router";
import { useQuery } from "@tanstack/solid-query";
import Boxes from "lucide-solid/icons/boxes";
import Plus from "lucide-solid/icons/plus";
import X from "lucide-solid/icons/x";
import { createMemo, createSignal, Show } from "solid-js";
import type { User } from "../../../../protocol/rest/users.ts";
import { answerOf } from "../../api/answer-of.ts";
import { groupsQuery } from "../../api/groups.ts";
import { Button, buttonClass } from "../../components/button.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { IconButton } from "../../components/icon-button.tsx";
import { Section } from "../../components/page-header.tsx";
import { useEndMembership } from "../../components/people/end-membership.ts";
import { MembershipDialog } from "../../components/people/membership-dialog.tsx";
import { PermissionsButton } from "../../components/people/permissions-button.tsx";
import { type Column, Table } from "../../components/table.tsx";

type Part = User["groups"][number];

export function UserGroups(props: { user: User }) {
  const groups = useQuery(groupsQuery);
  const end = useEndMembership();
  const [edited, setEdited] = createSignal<Part | "new" | null>(null);
  const others = createMemo(() => {
    const present = new Set(props.user.groups.map(({ group_id }) => group_id));
    return (answerOf(groups) ?? []).filter(({ id }) => !present.has(id));
  });
  const membershipOf = (groupId: string) => ({ groupId, userId: props.user.id });
  const editedPart = () => {
    const part = edited();
    return part === "new" ? null : part;
  };

  const columns: Column<Part>[] = [
    {
      title: "Group",
      cell: (part) => (
        <A href={`/groups/${part.group_id}`} class="font-medium wrap-anywhere hover:underline">
          {part.name}
        </A>
      ),
    },
    {
      title: "May do",
      cell: (part) => (
        <PermissionsButton
          label={`Change what ${props.user.name} may do in ${part.name}`}
          permissions={part.permissions}
          onClick={() => setEdited(part)}
        />
      ),
    },
    {
      title: "Actions",
      isTitleHidden: true,
      class: "w-px text-right",
      cell: (part) => (
        <IconButton
          label={`Take ${props.user.name} out of ${part.name}`}
          onClick={() =>
            end({
              membership: membershipOf(part.group_id),
              permissions: part.permissions,
              person: props.user.name,
              group: part.name,
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
        <Show when={answerOf(groups)?.length === 0}>
          <A href="/groups?new=1" class={buttonClass("secondary")}>
            New group
          </A>
        </Show>
      }
    >
      <Button onClick={() => setEdited("new")}>
        <Plus class="size-4" aria-hidden="true" />
        Add to group
      </Button>
    </Show>
  );

  return (
    <Section
      title="Groups"
      description={
        props.user.role === "admin"
          ? "As an administrator they see every machine and may do everything, whatever stands here."
          : "They see the machines of these groups and no others."
      }
      actions={<Show when={props.user.groups.length > 0}>{addButton()}</Show>}
    >
      <Show
        when={props.user.groups.length > 0}
        fallback={
          <EmptyState icon={<Boxes class="size-5" aria-hidden="true" />} title="In no group" action={addButton()}>
            {props.user.role === "admin" ? "That makes no difference for administrators." : "They see no machine yet."}
          </EmptyState>
        }
      >
        <Table label="Groups" columns={columns} rows={props.user.groups} idOf={(group) => group.group_id} />
      </Show>
      <Show when={edited() === "new"}>
        <MembershipDialog
          title={`Add ${props.user.name} to a group`}
          choiceLabel="Group"
          choices={others().map((group) => ({ label: group.name, membership: membershipOf(group.id) }))}
          action="Add to group"
          onClose={() => setEdited(null)}
        />
      </Show>
      <Show when={editedPart()}>
        {(part) => (
          <MembershipDialog
            title={`${props.user.name} in ${part().name}`}
            choiceLabel="Group"
            choices={[{ label: part().name, membership: membershipOf(part().group_id) }]}
            permissions={part().permissions}
            action="Save"
            onClose={() => setEdited(null)}
          />
        )}
      </Show>
    </Section>
  );
}
