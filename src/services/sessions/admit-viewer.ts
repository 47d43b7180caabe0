/** Whether a viewer's token opens a session now: the relay asks before it makes a socket. */
import { and, eq, type SQL } from "drizzle-orm";
import type { Permission } from "../../../protocol/permissions.ts";
import { apiKeys } from "../../db/schema/api-keys.ts";
import { authSessions } from "../../db/schema/auth-sessions.ts";
import { machines } from "../../db/schema/machines.ts";
import { sessionTickets } from "../../db/schema/session-tickets.ts";
import { sessions } from "../../db/schema/sessions.ts";
import { users } from "../../db/schema/users.ts";
import { asPerson, type PersonNeeds, personColumns } from "../accounts/person-record.ts";
import { administers } from "../authorize.ts";
import type { ServiceContext } from "../context.ts";
import { ticketPermissions } from "./ticket.ts";

/** As `ViewerAdmission` of src/relay/ports.ts. */
export type Admission =
  | { kind: "admitted"; ticket: AdmittedTicket }
  | { kind: "unknown" }
  | { kind: "ended" }
  | { kind: "forbidden" };

type AdmittedTicket = {
  ticketId: string;
  sessionId: string;
  machineId: string;
  machineName: string;
  canWake: boolean;
  userId: string;
  userName: string;
  userEmail: string;
  viewOnly: boolean;
  mayTakeOver: boolean;
  reason: string;
  permissions: ReadonlySet<Permission>;
};

type Services = Pick<ServiceContext, "db" | "keys"> & PersonNeeds;

export async function admitViewer(services: Services, sessionId: string, viewerToken: string): Promise<Admission> {
  const { db, keys } = services;
  const tokenHash = keys.hashToken("viewer_token", viewerToken);
  const isTicket = and(eq(sessionTickets.tokenHash, tokenHash), eq(sessionTickets.sessionId, sessionId));
  const [found] = await findTickets(db, isTicket);
  return found ? admissionOf(services, found) : { kind: "unknown" };
}

/** Tickets with everything that decides what they are worth now. */
export function findTickets(db: ServiceContext["db"], condition: SQL | undefined) {
  return db
    .select({
      ticket: sessionTickets,
      session: sessions,
      person: personColumns,
      key: apiKeys,
      hasSecondFactor: authSessions.hasSecondFactor,
      machine: {
        id: machines.id,
        name: machines.name,
        groupId: machines.groupId,
        macAddresses: machines.macAddresses,
        quarantinedAt: machines.quarantinedAt,
      },
    })
    .from(sessionTickets)
    .innerJoin(sessions, eq(sessions.id, sessionTickets.sessionId))
    .innerJoin(users, eq(users.id, sessionTickets.userId))
    .leftJoin(apiKeys, eq(apiKeys.id, sessionTickets.apiKeyId))
    .leftJoin(authSessions, eq(authSessions.id, sessionTickets.signInId))
    .leftJoin(machines, eq(machines.id, sessions.machineId))
    .where(condition);
}

type FoundTicket = Awaited<ReturnType<typeof findTickets>>[number];

export function admissionOf(context: PersonNeeds, { ticket, session, machine, ...found }: FoundTicket): Admission {
  if (session.endedAt || !machine) return { kind: "ended" };
  const hasSecondFactor = found.hasSecondFactor ?? false;
  const person = asPerson(context, found.person, { address: null, hasSecondFactor, key: found.key });
  // Required since they came in: until they have a second factor, they may only set one up.
  if (!person || person.mustSetUpSecondFactor || machine.quarantinedAt) return { kind: "forbidden" };
  // Fixed when the ticket was made; what the person lost since is lost here, too.
  const present = new Set(ticketPermissions(person, machine.groupId, ticket));
  const permissions = new Set(ticket.permissions.filter((permission) => present.has(permission)));
  if (!permissions.has("view")) return { kind: "forbidden" };
  return {
    kind: "admitted",
    ticket: {
      ticketId: ticket.id,
      sessionId: session.id,
      machineId: machine.id,
      machineName: machine.name,
      canWake: machine.macAddresses.length > 0,
      userId: person.id,
      userName: person.name,
      userEmail: person.email,
      viewOnly: ticket.viewOnly,
      mayTakeOver: administers(person) || session.userId === person.id,
      reason: session.reason,
      permissions,
    },
  };
}
