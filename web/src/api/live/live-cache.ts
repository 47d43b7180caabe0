/** Joins the event stream to the query cache: events change cached lists, a reopened stream has them asked for again. */
import type { InfiniteData, QueryClient } from "@tanstack/solid-query";
import { createSignal } from "solid-js";
import type { LiveEvent } from "../../../../protocol/rest/events.ts";
import type { Machine, Session } from "../../../../protocol/rest/people.ts";
import type { ScriptRun, ScriptRunDetail } from "../../../../protocol/rest/scripts.ts";
import type { SupportLink } from "../../../../protocol/rest/support.ts";
import { applyBranding } from "../../state/branding.ts";
import { listensWhileHidden } from "../../state/notices/notice-choices.ts";
import { addToAudit } from "../audit.ts";
import type { Page } from "../page.ts";
import { queryKeys } from "../query-keys.ts";
import { applyToHistory, applyToLiveSessions, applyToMachines, applyToSupportLinks } from "./apply-event.ts";
import { applyToRunDetail, applyToRuns } from "./apply-run-event.ts";
import { openEventStream, type StreamState } from "./event-stream.ts";
import { noteEvents, noteStreamState } from "./recorded-events.ts";

/** Events that come together (500 agents after a restart) are applied together. */
const BATCH_MS = 50;

const [streamState, setStreamState] = createSignal<StreamState>("connecting");

export { streamState };

/** Runs for as long as someone is signed in; `onEvent` hears of each as it comes. The returned function ends it. */
export function startLiveCache(client: QueryClient, onEvent: (event: LiveEvent) => void): () => void {
  let waiting: LiveEvent[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;

  const flush = () => {
    const events = waiting;
    waiting = [];
    timer = undefined;
    applyEvents(client, events);
  };

  const close = openEventStream("/api/events?audit=true", {
    staysWhileHidden: listensWhileHidden,
    onEvent: (event) => {
      noteEvents([event]);
      onEvent(event);
      waiting.push(event);
      timer ??= setTimeout(flush, BATCH_MS);
    },
    onState: (state) => {
      setStreamState(state);
      noteStreamState(state);
      // A stream refused because the sign-in ended looks like a server that is away: only a request can tell.
      if (state === "away") void client.invalidateQueries({ queryKey: queryKeys.me });
      if (state !== "live") return;
      // What happened before the stream was open was not told: ask again for what is older.
      void client.invalidateQueries({ predicate: (query) => query.state.data !== undefined });
    },
  });
  return () => {
    clearTimeout(timer);
    close();
    setStreamState("connecting");
    noteStreamState("connecting");
  };
}

function applyEvents(client: QueryClient, events: readonly LiveEvent[]): void {
  client.setQueryData<Machine[]>(queryKeys.machines, (list) => list && events.reduce(applyToMachines, list));
  client.setQueryData<Session[]>(queryKeys.liveSessions, (list) => list && events.reduce(applyToLiveSessions, list));
  client.setQueryData<SupportLink[]>(
    queryKeys.supportLinks,
    (list) => list && events.reduce(applyToSupportLinks, list),
  );
  client.setQueryData<InfiniteData<Page<Session>>>(
    queryKeys.sessionHistory,
    (history) => history && { ...history, pages: events.reduce(applyToHistory<Page<Session>>, history.pages) },
  );
  addToAudit(
    client,
    events.flatMap((event) => (event.type === "audit.recorded" ? [event.row] : [])),
  );
  client.setQueryData<InfiniteData<Page<ScriptRun>>>(
    queryKeys.scriptRuns,
    (list) => list && { ...list, pages: events.reduce(applyToRuns<Page<ScriptRun>>, list.pages) },
  );
  for (const event of events) {
    if (event.type === "machine.online" || event.type === "machine.offline" || event.type === "machine.updated") {
      client.setQueryData(queryKeys.machine(event.machine.id), (known) => known && event.machine);
    }
    if (event.type === "script_run.updated") {
      client.setQueryData<ScriptRunDetail>(
        queryKeys.scriptRun(event.run.id),
        (detail) => detail && applyToRunDetail(detail, event),
      );
    }
    if (event.type === "session.started" || event.type === "session.ended") {
      void client.invalidateQueries({ queryKey: queryKeys.machineSessions(event.session.machine_id) });
      void client.invalidateQueries({ queryKey: queryKeys.foundSessions });
      client.setQueryData(queryKeys.session(event.session.id), (known) => known && event.session);
      void client.invalidateQueries({ queryKey: queryKeys.machineRecordings(event.session.machine_id) });
    }
    for (const queryKey of outdatedBy(event)) void client.invalidateQueries({ queryKey });
    if (event.type === "rights.changed") void client.invalidateQueries();
    if (event.type === "settings.changed") applyBranding(event.branding);
  }
}

/** What is short and seldom changes is asked for anew. */
function outdatedBy(event: LiveEvent): readonly (readonly string[])[] {
  switch (event.type) {
    case "machine.online":
      return [queryKeys.enrollmentTokens];
    case "waiting_machines.changed":
      return [queryKeys.waitingMachines, queryKeys.enrollmentTokens];
    case "settings.changed":
      return [queryKeys.serverSettings, queryKeys.waitingMachines];
    case "group.changed":
      // Its name stands at each of its machines.
      return [queryKeys.groups, queryKeys.machines, ["machine"]];
    case "user.changed":
      return [queryKeys.users, queryKeys.groups];
    case "webhooks.changed":
      return [queryKeys.webhooks];
    case "invite.changed":
      return [queryKeys.invites];
    default:
      return [];
  }
}
