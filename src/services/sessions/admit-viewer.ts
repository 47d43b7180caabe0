/** Whether a viewer's token opens a session now: the relay asks before it makes a socket. */
import { and, eq, sql } from "drizzle-orm";
import type { Permission } from "../../../protocol/permissions.ts";
import { machines } from "../../db/schema/machines.ts";
import { sessionTickets } from "../../db/schema/session-tickets.ts";
import { sessions } from "../../db/schema/sessions.ts";
import { users } from "../../db/schema/users.ts";
import { membershipsOf } from "../accounts/memberships.ts";
import type { ServiceContext } from "../context.ts";
import { ticketPermissions } from "./ticket.ts";

/** As `ViewerAdmission` of src/relay/ports.ts. */
export type Admission =
  | { kind: "admitted"; ticket: AdmittedTicket }
  | { kind: "unknown" }
  | { kind: "ended" }
  | { kind: "forbidden" };

type AdmittedTicket = {
  sessionId: string;
  machineId: string;
  machineName: string;
  canWake: boolean;
  userId: string;
  userName: string;
  userEmail: string;
  viewOnly: boolean;
  permissions: ReadonlySet<Permission>;
};

export async function admitViewer(
  { db, keys }: Pick<ServiceContext, "db" | "keys">,
  sessionId: string,
  viewerToken: string,
): Promise<Admission> {
  const [found] = await db
    .select({
      ticket: sessionTickets,
      session: sessions,
      user: users,
      memberships: membershipsOf(sql`users.id`),
      machine: {
        id: machines.id,
        name: machines.name,
        groupId: machines.groupId,
        macAddresses: machines.macAddresses,
      },
    })
    .from(sessionTickets)
    .innerJoin(sessions, eq(sessions.id, sessionTickets.sessionId))
    .innerJoin(users, eq(users.id, sessionTickets.userId))
    .leftJoin(machines, eq(machines.id, sessions.machineId))
    .where(
      and(
        eq(sessionTickets.tokenHash, keys.hashToken("viewer_token", viewerToken)),
        eq(sessionTickets.sessionId, sessionId),
      ),
    );
  if (!found) return { kind: "unknown" };
  const { ticket, session, user, machine } = found;
  if (session.endedAt || !machine) return { kind: "ended" };
  const person = { role: user.role, memberships: new Map(Object.entries(found.memberships)) };
  // Fixed when the ticket was made; what the person lost since is lost here, too.
  const present = new Set(ticketPermissions(person, machine.groupId, ticket));
  const permissions = new Set(ticket.permissions.filter((permission) => present.has(permission)));
  if (user.disabledAt || !permissions.has("view")) return { kind: "forbidden" };
  return {
    kind: "admitted",
    ticket: {
      sessionId,
      machineId: machine.id,
      machineName: machine.name,
      canWake: machine.macAddresses.length > 0,
      userId: user.id,
      userName: user.name,
      userEmail: user.email,
      viewOnly: ticket.viewOnly,
      permissions,
    },
  };
}
