/** `POST /api/sessions/join`: a session on the machine whose user reads out its code. A code is good once. */
import { and, eq, gt, isNull } from "drizzle-orm";
import type { SessionTicket } from "../../../protocol/rest/people.ts";
import { machines } from "../../db/schema/machines.ts";
import { sessionCodes } from "../../db/schema/session-codes.ts";
import type { Actor, Person } from "../actor.ts";
import { requireAllowed } from "../authorize.ts";
import type { ServiceContext } from "../context.ts";
import { ServiceFailure } from "../failures.ts";
import { normalizedCode } from "../session-code.ts";
import { throttled } from "../throttles.ts";
import { openSession, requireOnline } from "./open-session.ts";

export async function joinByCode(
  context: ServiceContext,
  actor: Actor,
  request: { code: string; view_only: boolean },
): Promise<SessionTicket> {
  requireAllowed(actor, "sessions.join_by_code", null);
  if (actor.kind !== "user") throw new ServiceFailure("forbidden", "only people join sessions");
  const keys = [`user:${actor.id}`, `address:${actor.address ?? "unknown"}`];
  return throttled(
    context.throttles.sessionCode,
    keys,
    () => join(context, actor, request),
    (outcome) => "error" in outcome && outcome.error instanceof ServiceFailure && outcome.error.code === "invalid_code",
  );
}

async function join(
  context: ServiceContext,
  person: Person,
  request: { code: string; view_only: boolean },
): Promise<SessionTicket> {
  const code = normalizedCode(request.code);
  if (code === null) throw invalidCode();
  const hash = context.keys.hashToken("session_code", code);
  const { session, ticket, machine } = await context.db.transaction(async (tx) => {
    const [spent] = await tx
      .update(sessionCodes)
      .set({ usedAt: context.now() })
      .where(
        and(eq(sessionCodes.codeHash, hash), isNull(sessionCodes.usedAt), gt(sessionCodes.expiresAt, context.now())),
      )
      .returning({ machineId: sessionCodes.machineId });
    if (!spent) throw invalidCode();
    const [machine] = await tx
      .select({ id: machines.id, name: machines.name, groupId: machines.groupId })
      .from(machines)
      .where(and(eq(machines.id, spent.machineId), isNull(machines.quarantinedAt)));
    if (!machine) throw invalidCode();
    // A throw takes the spending back: the code is good again when the machine is.
    requireOnline(context, machine);
    const opened = await openSession(context, tx, person, { machine, byCode: true, viewOnly: request.view_only });
    return { machine, ...opened };
  });
  context.events.publish({ type: "session.started", session: { ...session, machineGroupId: machine.groupId } });
  return ticket;
}

/** One answer for wrong, spent and expired: a guess learns nothing. */
function invalidCode(): ServiceFailure {
  return new ServiceFailure("not_found", "this code is wrong, used or older than 10 minutes: ask for a new one", {
    code: "invalid_code",
  });
}
