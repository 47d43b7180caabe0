/** Everybody with an account, and who is invited. */
import { A, useLocation, useNavigate } from "@solidjs/router";
import { useQuery } from "@tanstack/solid-query";
import UserPlus from "lucide-solid/icons/user-plus";
import { Match, Show, Switch } from "solid-js";
import type { User } from "../../../../protocol/rest/users.ts";
import { answerOf } from "../../api/answer-of.ts";
import { usersQuery } from "../../api/users.ts";
import { AdministratorsOnly } from "../../components/administrators-only.tsx";
import { Avatar } from "../../components/avatar.tsx";
import { Badge } from "../../components/badge.tsx";
import { Button } from "../../components/button.tsx";
import { ErrorState } from "../../components/empty-state.tsx";
import { PageBody, PageHeader, Section } from "../../components/page-header.tsx";
import { TimeAgo } from "../../components/relative-time.tsx";
import { Skeleton, SkeletonRows } from "../../components/skeleton.tsx";
import { type Column, Table } from "../../components/table.tsx";
import { useMe } from "../../state/signed-in.tsx";
import { InviteDialog } from "./invite-dialog.tsx";
import { InviteList } from "./invite-list.tsx";

export default function UsersPage() {
  return (
    <AdministratorsOnly title="Users & invites">
      <Users />
    </AdministratorsOnly>
  );
}

function Users() {
  const location = useLocation();
  const navigate = useNavigate();
  const users = useQuery(usersQuery);
  const query = () => new URLSearchParams(location.search);
  const openForm = () => navigate("/users?invite=1");

  return (
    <>
      <PageHeader
        title="Users & invites"
        count={answerOf(users)?.length}
        actions={
          <Button variant="primary" onClick={openForm}>
            <UserPlus class="size-4" aria-hidden="true" />
            Invite
          </Button>
        }
      />
      <PageBody>
        <Section title="Accounts">
          <Switch
            fallback={<SkeletonRows count={3} label="Loading users" row={() => <Skeleton class="my-3 h-5 w-full" />} />}
          >
            <Match when={users.isError && !answerOf(users)}>
              <ErrorState title="The users were not loaded" error={users.error} onRetry={() => users.refetch()} />
            </Match>
            <Match when={answerOf(users)}>{(list) => <UserTable users={list()} />}</Match>
          </Switch>
        </Section>
        <InviteList onInvite={openForm} />
      </PageBody>
      <Show when={query().has("invite")}>
        <InviteDialog groupId={query().get("group")} onClose={() => navigate("/users", { replace: true })} />
      </Show>
    </>
  );
}

const COLUMNS: Column<User>[] = [
  {
    title: "Name",
    cell: (user) => <UserName user={user} />,
  },
  {
    title: "Role",
    cell: (user) => (
      <span class="flex flex-wrap items-center gap-1.5">
        <Show when={user.role === "admin"} fallback={<span class="text-muted">User</span>}>
          Administrator
        </Show>
        <Show when={user.disabled}>
          <Badge tone="danger">Disabled</Badge>
        </Show>
      </span>
    ),
  },
  {
    title: "Groups",
    from: "md",
    cell: (user) => (
      <span class="line-clamp-2 wrap-anywhere text-muted">
        {user.role === "admin" ? "All machines" : user.groups.map(({ name }) => name).join(", ") || "None"}
      </span>
    ),
  },
  {
    title: "Signed in",
    from: "lg",
    cell: (user) => (
      <span class="whitespace-nowrap text-muted">
        <Show when={user.last_sign_in_at} fallback="Not now">
          {(at) => <TimeAgo at={at()} />}
        </Show>
      </span>
    ),
  },
];

function UserName(props: { user: User }) {
  const me = useMe();
  return (
    <div class="flex min-w-0 items-center gap-2.5">
      <Avatar name={props.user.name} />
      <div class="min-w-0">
        <A href={`/users/${props.user.id}`} class="font-medium wrap-anywhere hover:underline">
          {props.user.name}
        </A>
        <Show when={props.user.id === me().id}>
          <span class="text-muted"> (you)</span>
        </Show>
        <div class="text-xs wrap-anywhere text-muted">{props.user.email}</div>
      </div>
    </div>
  );
}

function UserTable(props: { users: User[] }) {
  return <Table label="Users" columns={COLUMNS} rows={props.users} />;
}
