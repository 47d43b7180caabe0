/** What one live event does to the cached lists. Pure: unchanged rows keep their identity, so that only changed ones repaint. */
import type { LiveEvent } from "../../../../protocol/rest/events.ts";
import type { Machine, Session } from "../../../../protocol/rest/people.ts";
import type { SupportLink } from "../../../../protocol/rest/support.ts";

export function applyToMachines(machines: Machine[], event: LiveEvent): Machine[] {
  switch (event.type) {
    case "machine.online":
    case "machine.offline":
    case "machine.updated":
      return upsert(machines, event.machine);
    case "machine.removed":
      return without(machines, event.machine_id);
    case "session.started":
      return changeMachine(machines, event.session.machine_id, (machine) => withSession(machine, event.session));
    case "session.ended":
      return changeMachine(machines, event.session.machine_id, (machine) => withoutSession(machine, event.session.id));
    default:
      // A newer server may tell of more than this page knows.
      return machines;
  }
}

export function applyToLiveSessions(sessions: Session[], event: LiveEvent): Session[] {
  if (event.type === "session.started") {
    const isKnown = sessions.some((session) => session.id === event.session.id);
    return isKnown ? upsert(sessions, event.session) : [event.session, ...sessions];
  }
  if (event.type === "session.ended") return without(sessions, event.session.id);
  return sessions;
}

/** One's own, the newest first. */
export function applyToSupportLinks(links: SupportLink[], event: LiveEvent): SupportLink[] {
  if (event.type !== "support_link.updated") return links;
  const isKnown = links.some(({ id }) => id === event.support_link.id);
  return isKnown ? upsert(links, event.support_link) : [event.support_link, ...links];
}

/** The history's first page takes what starts; an end is marked wherever the session stands. */
export function applyToHistory<Page extends { items: Session[] }>(pages: Page[], event: LiveEvent): Page[] {
  if (event.type !== "session.started" && event.type !== "session.ended") return pages;
  const { session } = event;
  const holder = pages.findIndex((page) => page.items.some((item) => item.id === session.id));
  if (holder < 0 && event.type === "session.ended") return pages;
  const target = Math.max(holder, 0);
  return pages.map((page, index) => {
    if (index !== target) return page;
    return { ...page, items: holder < 0 ? [session, ...page.items] : upsert(page.items, session) };
  });
}

function upsert<Item extends { id: string }>(items: Item[], next: Item): Item[] {
  const at = items.findIndex((item) => item.id === next.id);
  return at < 0 ? [...items, next] : items.with(at, next);
}

function without<Item extends { id: string }>(items: Item[], id: string): Item[] {
  return items.some((item) => item.id === id) ? items.filter((item) => item.id !== id) : items;
}

function changeMachine(machines: Machine[], id: string, change: (machine: Machine) => Machine): Machine[] {
  const at = machines.findIndex((machine) => machine.id === id);
  const machine = machines[at];
  return machine ? machines.with(at, change(machine)) : machines;
}

function withSession(machine: Machine, session: Session): Machine {
  if (machine.active_sessions.some((active) => active.session_id === session.id)) return machine;
  const active = { session_id: session.id, user_name: session.user_name ?? "Someone" };
  return { ...machine, active_sessions: [...machine.active_sessions, active] };
}

function withoutSession(machine: Machine, sessionId: string): Machine {
  const remaining = machine.active_sessions.filter((active) => active.session_id !== sessionId);
  return remaining.length === machine.active_sessions.length ? machine : { ...machine, active_sessions: remaining };
}
