/** One session: who was on which machine, when, why, what is noted of it, its recording, and what is on record of it. */
import { A, useParams } from "@solidjs/router";
import { useInfiniteQuery, useQuery } from "@tanstack/solid-query";
import Unplug from "lucide-solid/icons/unplug";
import { createMemo, For, type JSX, Match, Show, Switch } from "solid-js";
import type { Session } from "../../../../protocol/rest/people.ts";
import { answerOf } from "../../api/answer-of.ts";
import { auditQuery } from "../../api/audit.ts";
import { sessionRecordingsQuery } from "../../api/recordings.ts";
import { sessionQuery } from "../../api/sessions.ts";
import { AuditTable } from "../../components/audit/audit-table.tsx";
import { BackLink } from "../../components/back-link.tsx";
import { buttonClass } from "../../components/button.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { PageBody, PageHeader, Panel, Section } from "../../components/page-header.tsx";
import { SessionNotes } from "../../components/session-notes.tsx";
import { Skeleton, SkeletonRows } from "../../components/skeleton.tsx";
import { formatAuditFilter, WHOLE_LOG } from "../../state/audit-filter.ts";
import { byteSize } from "../../state/byte-size.ts";
import { now } from "../../state/clock.ts";
import { duration, exactTime } from "../../state/relative-time.ts";
import { ALL_SESSIONS, formatSessionFilter } from "../../state/session-filter.ts";
import { useMe } from "../../state/signed-in.tsx";
import { LiveSessions } from "./live-sessions.tsx";

const linkClass = "text-accent-text underline underline-offset-2";

export default function SessionPage() {
  const params = useParams<{ id: string }>();
  const session = useQuery(() => sessionQuery(params.id));
  const found = createMemo(() => answerOf(session));
  return (
    <Switch
      fallback={
        <>
          <PageHeader title="Session" lead={<BackLink href="/sessions" label="All sessions" />} />
          <PageBody>
            <SkeletonRows count={5} label="Loading the session" row={() => <Skeleton class="mb-3 h-5 w-full" />} />
          </PageBody>
        </>
      }
    >
      <Match when={found()}>{(known) => <Known session={known()} />}</Match>
      <Match when={session.isError}>
        <PageHeader title="Session not found" lead={<BackLink href="/sessions" label="All sessions" />} />
        <EmptyState
          icon={<Unplug class="size-5" aria-hidden="true" />}
          title="There is no such session"
          action={
            <A href="/sessions" class={buttonClass("primary")}>
              To the sessions
            </A>
          }
        >
          Or it was on a machine that you may not see.
        </EmptyState>
      </Match>
    </Switch>
  );
}

function Known(props: { session: Session }) {
  const me = useMe();
  const mayWrite = () => me().role === "admin" || props.session.user_id === me().id;
  return (
    <>
      <PageHeader
        title={`Session on ${props.session.machine_name}`}
        lead={<BackLink href="/sessions" label="All sessions" />}
      />
      <PageBody>
        <Show when={props.session.ended_at === null}>
          <Section title="Runs now">
            <LiveSessions sessions={[props.session]} />
          </Section>
        </Show>
        <Section title="Overview">
          <Panel class="p-4">
            <Facts session={props.session} />
          </Panel>
        </Section>
        <Section title="Notes">
          <Panel class="p-4">
            <Show
              when={mayWrite()}
              fallback={
                <p class="text-sm whitespace-pre-wrap break-words text-muted">
                  {props.session.notes || "Nothing noted."}
                </p>
              }
            >
              <SessionNotes
                sessionId={props.session.id}
                notes={props.session.notes}
                label="What was done"
                hint="Ctrl+Enter saves. Whoever may see the machine reads it."
              />
            </Show>
          </Panel>
        </Section>
        <Show when={me().role === "admin"}>
          <OnRecord sessionId={props.session.id} />
        </Show>
      </PageBody>
    </>
  );
}

function Facts(props: { session: Session }) {
  const recordings = useQuery(() => sessionRecordingsQuery(props.session.id));
  const lasted = () => {
    const end = props.session.ended_at ? Date.parse(props.session.ended_at) : now();
    return duration(end - Date.parse(props.session.started_at));
  };
  return (
    <dl class="grid grid-cols-[max-content_minmax(0,1fr)] gap-x-6 gap-y-2 text-sm">
      <Fact name="Machine">
        <A href={`/machines/${props.session.machine_id}`} class={linkClass}>
          {props.session.machine_name}
        </A>{" "}
        ·{" "}
        <A
          href={`/sessions${formatSessionFilter({ ...ALL_SESSIONS, machineId: props.session.machine_id })}`}
          class={linkClass}
        >
          all sessions on it
        </A>
      </Fact>
      <Fact name="Person">
        {props.session.user_name ?? "Someone"}
        <Show when={props.session.user_id}>
          {(id) => (
            <>
              {" · "}
              <A href={`/sessions${formatSessionFilter({ ...ALL_SESSIONS, personId: id() })}`} class={linkClass}>
                all their sessions
              </A>
            </>
          )}
        </Show>
        <Show when={props.session.view_only}> · view only</Show>
      </Fact>
      <Fact name="Why">{props.session.reason || <span class="text-muted">Not said</span>}</Fact>
      <Fact name="Started">{exactTime(props.session.started_at)}</Fact>
      <Fact name="Ended">
        <Show when={props.session.ended_at} fallback="It runs">
          {(at) => (
            <>
              {exactTime(at())}
              <Show when={props.session.ended_by}>, by {props.session.ended_by}</Show>
            </>
          )}
        </Show>
      </Fact>
      <Fact name="Lasted">{lasted()}</Fact>
      <For each={answerOf(recordings)}>
        {(recording) => (
          <Fact name="Recording">
            <A href={`/recordings/${recording.id}`} class={linkClass}>
              Watch
            </A>{" "}
            · {byteSize(recording.size_bytes)}
          </Fact>
        )}
      </For>
    </dl>
  );
}

function Fact(props: { name: string; children: JSX.Element }) {
  return (
    <>
      <dt class="text-muted">{props.name}</dt>
      <dd class="break-words">{props.children}</dd>
    </>
  );
}

function OnRecord(props: { sessionId: string }) {
  const filter = createMemo(() => ({ ...WHOLE_LOG, session: props.sessionId }));
  const log = useInfiniteQuery(() => auditQuery(filter()));
  const rows = createMemo(() => answerOf(log)?.pages[0]?.items);
  return (
    <Show when={rows()}>
      {(shown) => (
        <Section
          title="On record"
          actions={
            <A href={`/audit${formatAuditFilter(filter())}`} class={buttonClass("secondary", "sm")}>
              Open in the log
            </A>
          }
        >
          <AuditTable rows={shown()} />
        </Section>
      )}
    </Show>
  );
}
