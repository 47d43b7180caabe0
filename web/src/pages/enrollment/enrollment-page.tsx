/** Enrollment: tokens that let machines in, the command for a new one, and who has joined by it. */
import { useLocation, useNavigate } from "@solidjs/router";
import { useQuery, useQueryClient } from "@tanstack/solid-query";
import KeyRound from "lucide-solid/icons/key-round";
import Plus from "lucide-solid/icons/plus";
import { createSignal, Match, Show, Switch } from "solid-js";
import type { EnrollmentTokenCreated } from "../../../../protocol/rest/people.ts";
import { answerOf } from "../../api/answer-of.ts";
import { enrollmentTokensQuery } from "../../api/enrollment.ts";
import { queryKeys } from "../../api/query-keys.ts";
import { Button } from "../../components/button.tsx";
import { Dialog } from "../../components/dialog.tsx";
import { EmptyState, ErrorState } from "../../components/empty-state.tsx";
import { PageBody, PageHeader, Section } from "../../components/page-header.tsx";
import { Skeleton, SkeletonRows } from "../../components/skeleton.tsx";
import { useMe } from "../../state/signed-in.tsx";
import { JoinPanel } from "./join-panel.tsx";
import { NewTokenForm } from "./new-token-form.tsx";
import { TokenTable } from "./token-table.tsx";
import { WaitingList } from "./waiting-list.tsx";

export default function EnrollmentPage() {
  const me = useMe();
  return (
    <Show
      when={me().role === "admin"}
      fallback={
        <>
          <PageHeader title="Enrollment" />
          <EmptyState icon={<KeyRound class="size-5" aria-hidden="true" />} title="Only administrators add machines">
            Ask one to create an enrollment token, or to change your role.
          </EmptyState>
        </>
      }
    >
      <Tokens />
    </Show>
  );
}

function Tokens() {
  const client = useQueryClient();
  const location = useLocation();
  const navigate = useNavigate();
  const tokens = useQuery(enrollmentTokensQuery);
  const [created, setCreated] = createSignal<EnrollmentTokenCreated | null>(null);
  const query = () => new URLSearchParams(location.search);
  const isFormOpen = () => query().has("new");
  const openForm = () => navigate("/enrollment?new=1");
  const closeForm = () => navigate("/enrollment", { replace: true });

  const onCreated = (token: EnrollmentTokenCreated) => {
    setCreated(token);
    closeForm();
    void client.invalidateQueries({ queryKey: queryKeys.enrollmentTokens });
  };

  return (
    <>
      <PageHeader
        title="Enrollment"
        actions={
          <Button variant="primary" onClick={openForm}>
            <Plus class="size-4" aria-hidden="true" />
            New token
          </Button>
        }
      />
      <PageBody>
        <WaitingList />
        <Show when={created()}>{(token) => <JoinPanel token={token()} onClose={() => setCreated(null)} />}</Show>
        <Section
          title="Tokens"
          description="A machine shows a token once to join; from then on it has a key of its own. Revoking a token keeps out newcomers and leaves those that have joined."
        >
          <Switch
            fallback={
              <SkeletonRows count={3} label="Loading tokens" row={() => <Skeleton class="my-3 h-5 w-full" />} />
            }
          >
            <Match when={tokens.isError && !answerOf(tokens)}>
              <ErrorState title="The tokens were not loaded" error={tokens.error} onRetry={() => tokens.refetch()} />
            </Match>
            <Match when={answerOf(tokens)?.length === 0}>
              <EmptyState
                icon={<KeyRound class="size-5" aria-hidden="true" />}
                title="No tokens yet"
                action={
                  <Button variant="primary" onClick={openForm}>
                    New token
                  </Button>
                }
              >
                Create one to get the command that adds a machine.
              </EmptyState>
            </Match>
            <Match when={answerOf(tokens)}>{(list) => <TokenTable tokens={list()} />}</Match>
          </Switch>
        </Section>
      </PageBody>
      <Dialog
        isOpen={isFormOpen()}
        onClose={closeForm}
        title="New enrollment token"
        description="You get a command to run on each machine that shall join."
      >
        <NewTokenForm groupId={query().get("group")} onCreated={onCreated} onCancel={closeForm} />
      </Dialog>
    </>
  );
}
