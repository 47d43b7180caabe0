/** Settings of the whole server, each section saved by itself and at once in effect. */
import { useQuery } from "@tanstack/solid-query";
import { For, Match, Show, Switch } from "solid-js";
import { answerOf } from "../../../api/answer-of.ts";
import { serverSettingsQuery } from "../../../api/server-settings.ts";
import { ErrorState } from "../../../components/empty-state.tsx";
import { TimeAgo } from "../../../components/relative-time.tsx";
import { Skeleton } from "../../../components/skeleton.tsx";
import { ConsentSection } from "./consent-section.tsx";
import { EnrollmentSection } from "./enrollment-section.tsx";
import { GeneralSection } from "./general-section.tsx";
import { MailSection } from "./mail-section.tsx";
import { RetentionSection } from "./retention-section.tsx";
import { SecuritySection } from "./security-section.tsx";

const SECTIONS = [
  GeneralSection,
  ConsentSection,
  EnrollmentSection,
  SecuritySection,
  MailSection,
  RetentionSection,
] as const;

export default function ServerTab() {
  const settings = useQuery(serverSettingsQuery);
  return (
    <Switch fallback={<Loading />}>
      <Match when={answerOf(settings)}>
        {(answer) => (
          <>
            <For each={SECTIONS}>{(Part) => <Part answer={answer()} />}</For>
            <Show when={answer().updated_at}>
              {(at) => (
                <p class="text-xs break-words text-muted">
                  Last changed by {answer().updated_by} <TimeAgo at={at()} />.
                </p>
              )}
            </Show>
          </>
        )}
      </Match>
      <Match when={settings.isError}>
        <ErrorState title="The settings were not loaded" error={settings.error} onRetry={() => settings.refetch()} />
      </Match>
    </Switch>
  );
}

function Loading() {
  return (
    <div role="status" aria-label="Loading the settings">
      <For each={[1, 2, 3]}>
        {() => (
          <div class="mb-8">
            <Skeleton class="mb-3 h-5 w-32" />
            <Skeleton class="h-40 w-full" />
          </div>
        )}
      </For>
    </div>
  );
}
