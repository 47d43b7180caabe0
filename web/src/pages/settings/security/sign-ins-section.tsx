/** Where one is signed in, and signing out there from here. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/solid-query";
import { Match, Show, Switch } from "solid-js";
import type { SignIn } from "../../../../../protocol/rest/sign-in.ts";
import { answerOf } from "../../../api/answer-of.ts";
import { queryKeys } from "../../../api/query-keys.ts";
import { endOtherSignIns, endSignIn, signInsQuery } from "../../../api/sign-in.ts";
import { Badge } from "../../../components/badge.tsx";
import { Button } from "../../../components/button.tsx";
import { ErrorState } from "../../../components/empty-state.tsx";
import { Section } from "../../../components/page-header.tsx";
import { TimeAgo } from "../../../components/relative-time.tsx";
import { Skeleton } from "../../../components/skeleton.tsx";
import { type Column, Table } from "../../../components/table.tsx";
import { notify, notifyFailure } from "../../../components/toast.tsx";
import { browserName } from "../../../state/browser-name.ts";

const METHODS: Readonly<Record<SignIn["method"], string>> = {
  password: "Password",
  passkey: "Passkey",
  provider: "Identity provider",
  sign_up: "Set-up",
};

export function SignInsSection() {
  const client = useQueryClient();
  const signIns = useQuery(signInsQuery);
  const refresh = () => client.invalidateQueries({ queryKey: queryKeys.signIns });
  const ending = useMutation(() => ({
    mutationFn: endSignIn,
    onSuccess: () => notify("That browser was signed out"),
    onError: (error) => notifyFailure("The browser is still signed in", error),
    onSettled: refresh,
  }));
  const endingOthers = useMutation(() => ({
    mutationFn: endOtherSignIns,
    onSuccess: () => notify("Every other browser was signed out"),
    onError: (error) => notifyFailure("The other browsers are still signed in", error),
    onSettled: refresh,
  }));
  const columns: readonly Column<SignIn>[] = [
    {
      title: "Browser",
      cell: (one) => (
        <div class="flex min-w-0 flex-wrap items-center gap-x-2">
          <span class="break-words" title={one.user_agent}>
            {browserName(one.user_agent)}
          </span>
          <Show when={one.current}>
            <Badge tone="online">This browser</Badge>
          </Show>
        </div>
      ),
    },
    { title: "Address", from: "sm", cell: (one) => <span class="text-muted">{one.address || "unknown"}</span> },
    {
      title: "By",
      from: "md",
      cell: (one) => (
        <span class="text-muted">
          {METHODS[one.method]}
          {one.second_factor && one.method === "password" ? " and second factor" : ""}
        </span>
      ),
    },
    {
      title: "Since",
      from: "sm",
      cell: (one) => (
        <span class="whitespace-nowrap text-muted">
          <TimeAgo at={one.created_at} />
        </span>
      ),
    },
    {
      title: "Sign out",
      isTitleHidden: true,
      class: "text-right",
      cell: (one) => (
        <Show when={!one.current}>
          <Button
            size="sm"
            aria-label={`Sign out ${browserName(one.user_agent)}`}
            isBusy={ending.isPending && ending.variables === one.id}
            onClick={() => ending.mutate(one.id)}
          >
            Sign out
          </Button>
        </Show>
      ),
    },
  ];
  return (
    <Section
      title="Where you are signed in"
      actions={
        <Show when={(answerOf(signIns)?.length ?? 0) > 1}>
          <Button size="sm" isBusy={endingOthers.isPending} onClick={() => endingOthers.mutate()}>
            Sign out all others
          </Button>
        </Show>
      }
    >
      <Switch fallback={<Skeleton class="h-24 w-full" />}>
        <Match when={answerOf(signIns)}>{(rows) => <Table label="Sign-ins" columns={columns} rows={rows()} />}</Match>
        <Match when={signIns.isError}>
          <ErrorState title="This could not be loaded" error={signIns.error} onRetry={() => signIns.refetch()} />
        </Match>
      </Switch>
    </Section>
  );
}
