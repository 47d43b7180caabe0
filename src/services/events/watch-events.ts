/** `GET /api/events`: live events as one person may see them, for as long as they are signed in. */
import type { LiveEvent } from "../../../protocol/rest/events.ts";
import { type Actor, type Person, personOf } from "../actor.ts";
import { requireAllowed } from "../authorize.ts";
import type { ServiceContext } from "../context.ts";
import type { NumberedEvent } from "./live-events.ts";
import { shapeEvent } from "./shape-event.ts";

/** Sign-out, demotion and group changes show within five seconds, the look-up included. */
const RECHECK_INTERVAL_MS = 4_000;

export type Watcher = {
  /** From `Last-Event-ID`: what was missed since comes first. */
  lastEventId: string | null;
  /** The audit log's rows, too, if they may be seen. */
  wantsAudit: boolean;
  send(id: string, event: LiveEvent): void;
  /** Without an id: not one that a stream can be taken up after. */
  send(id: string | null, event: LiveEvent): void;
  /** The person is signed out or disabled: nothing more will come. */
  ended(): void;
  /** Looks the person up anew; null: signed out. Throws while the database is away. */
  recheck(): Promise<Person | null>;
};

/** The returned function ends it. @throws ServiceFailure (`unauthenticated`) */
export function watchEvents(context: ServiceContext, actor: Actor, watcher: Watcher): () => void {
  requireAllowed(actor, "events.watch", null);
  let person = personOf(actor);

  const receive = ({ id, event }: NumberedEvent) => {
    if (event.type === "audit.recorded" && !watcher.wantsAudit) return;
    if (event.type === "rights.changed" && event.userIds.includes(person.id)) void recheck();
    const shown = shapeEvent(context, person, event);
    if (shown) watcher.send(id, shown);
  };
  const recheck = async () => {
    try {
      const present = await watcher.recheck();
      if (!present) return watcher.ended();
      const isSame = rightsOf(present) === rightsOf(person);
      person = present;
      if (!isSame) watcher.send(null, { type: "rights.changed" });
    } catch (error) {
      // Away databases come back; until then the rights stay as they were last seen.
      context.warn("an event stream's rights could not be looked up", { err: error });
    }
  };

  if (watcher.lastEventId) context.events.since(watcher.lastEventId)?.forEach(receive);
  const unsubscribe = context.events.subscribe(receive);
  const timer = setInterval(recheck, RECHECK_INTERVAL_MS);
  timer.unref();
  return () => {
    unsubscribe();
    clearInterval(timer);
  };
}

/** Equal for people who may do the same. */
function rightsOf({ role, memberships, key }: Person): string {
  const groups = [...memberships].map(([id, permissions]) => `${id}:${permissions.toSorted()}`);
  return JSON.stringify([role, groups.sort(), key?.permissions?.toSorted() ?? null]);
}
