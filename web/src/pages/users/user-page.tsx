/** One person's account: name and role, groups, a new password, and the end of it. */
import { useParams } from "@solidjs/router";
import { useQuery } from "@tanstack/solid-query";
import { createMemo, Match, Show, Switch } from "solid-js";
import type { User } from "../../../../protocol/rest/users.ts";
import { answerOf } from "../../api/answer-of.ts";
import { usersQuery } from "../../api/users.ts";
import { AdministratorsOnly } from "../../components/administrators-only.tsx";
import { BackLink } from "../../components/back-link.tsx";
import { Badge } from "../../components/badge.tsx";
import { ErrorState } from "../../components/empty-state.tsx";
import { PageBody, PageHeader, Panel, Section } from "../../components/page-header.tsx";
import { TimeAgo } from "../../components/relative-time.tsx";
import { Skeleton } from "../../components/skeleton.tsx";
import { useMe } from "../../state/signed-in.tsx";
import NotFoundPage from "../not-found-page.tsx";
import { UserActions } from "./user-actions.tsx";
import { UserForm } from "./user-form.tsx";
import { UserGroups } from "./user-groups.tsx";

export default function UserPage() {
  return (
    <AdministratorsOnly title="User">
      <OneUser />
    </AdministratorsOnly>
  );
}

function OneUser() {
  const params = useParams<{ id: string }>();
  const users = useQuery(usersQuery);
  const user = createMemo(() => answerOf(users)?.find(({ id }) => id === params.id));
  return (
    <Switch fallback={<Skeleton class="m-6 h-40 rounded-lg" />}>
      <Match when={user()}>{(present) => <UserContent user={present()} />}</Match>
      <Match when={answerOf(users)}>
        <NotFoundPage />
      </Match>
      <Match when={users.isError}>
        <ErrorState title="The user was not loaded" error={users.error} onRetry={() => users.refetch()} />
      </Match>
    </Switch>
  );
}

function UserContent(props: { user: User }) {
  const me = useMe();
  return (
    <>
      <PageHeader
        title={props.user.name}
        lead={<BackLink href="/users" label="All users" />}
        actions={
          <Show when={props.user.disabled}>
            <Badge tone="danger">Disabled</Badge>
          </Show>
        }
      />
      <PageBody>
        <p class="mb-6 text-sm wrap-anywhere text-muted">
          {props.user.email}
          <Show when={props.user.id === me().id}> · this is you</Show> · account made{" "}
          <TimeAgo at={props.user.created_at} />
          <Show when={props.user.last_sign_in_at}>
            {(at) => (
              <>
                {" "}
                · signed in <TimeAgo at={at()} />
              </>
            )}
          </Show>
        </p>
        <Section title="Account">
          <Panel class="p-4">
            {/* Another person's fields, where the page goes from one to the next. */}
            <Show when={props.user.id} keyed>
              <UserForm user={props.user} />
            </Show>
          </Panel>
        </Section>
        <UserGroups user={props.user} />
        <UserActions user={props.user} />
      </PageBody>
    </>
  );
}
