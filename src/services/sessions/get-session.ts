/** `GET /api/sessions/:id`. */
import type { Session } from "../../../protocol/rest/people.ts";
import type { Actor } from "../actor.ts";
import { requireAllowed } from "../authorize.ts";
import type { ServiceContext } from "../context.ts";
import { findSession, shapeSession } from "./session-record.ts";

export async function getSession(context: ServiceContext, actor: Actor, id: string): Promise<Session> {
  requireAllowed(actor, "sessions.list", null);
  const record = await findSession(context.db, id);
  requireAllowed(actor, "session.see", record, "session");
  return shapeSession(record);
}
