/** `PATCH /api/sessions/:id`: its notes. */
import { eq } from "drizzle-orm";
import type { Session } from "../../../protocol/rest/people.ts";
import { sessions } from "../../db/schema/sessions.ts";
import type { Actor } from "../actor.ts";
import { recordAudit } from "../audit/record.ts";
import { requireAllowed } from "../authorize.ts";
import type { ServiceContext } from "../context.ts";
import { findSession, shapeSession } from "./session-record.ts";

export async function updateSession(
  context: ServiceContext,
  actor: Actor,
  id: string,
  patch: { notes: string },
): Promise<Session> {
  requireAllowed(actor, "sessions.list", null);
  return context.db.transaction(async (tx) => {
    const session = await findSession(tx, id);
    requireAllowed(actor, "session.see", session, "session");
    requireAllowed(actor, "session.change", session, "session");
    await tx.update(sessions).set({ notes: patch.notes }).where(eq(sessions.id, id));
    const target = { kind: "session", id, name: session.machineName };
    await recordAudit(tx, actor, { action: "session.notes_changed", target }, context.now());
    return shapeSession({ ...session, notes: patch.notes });
  });
}
