/** Whether a viewer's token opens a session now: the relay asks before it makes a socket. */
import { and, eq, type SQL, sql } from "drizzle-orm";
import type { Permission } from "../../../protocol/permissions.ts";
import { apiKeys } from "../../db/schema/api-keys.ts";
import { authSessions } from "../../db/schema/auth-sessions.ts";
import { machines } from "../../db/schema/machines.ts";
import { sessionTickets } from "../../db/schema/session-tickets.ts";
import { sessions } from "../../db/schema/sessions.ts";
import { users } from "../../db/schema/users.ts";
import { hasSecondFactor, membershipsOf } from "../accounts/memberships.ts";
import { mustSetUp } from "../accounts/second-factor-policy.ts";
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

type Policy = Pick<ServiceContext, "serverSettings">;
type Services = Pick<ServiceContext, "db" | "keys"> & Policy;

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
      user: users,
      key: {
        id: apiKeys.id,
        name: apiKeys.name,
        isReadOnly: apiKeys.isReadOnly,
        permissions: apiKeys.permissions,
        expiresAt: apiKeys.expiresAt,
        hasSecondFactor: apiKeys.hasSecondFactor,
      },
      isSignInStrong: authSessions.hasSecondFactor,
      ownerHasSecondFactor: hasSecondFactor(sql`users.id`),
      memberships: membershipsOf(sql`users.id`),
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

export function admissionOf(policy: Policy, found: FoundTicket): Admission {
  const { ticket, session, user, machine } = found;
  if (session.endedAt || !machine) return { kind: "ended" };
  const person = { role: user.role, memberships: new Map(Object.entries(found.memberships)) };
  // Fixed when the ticket was made; what the person lost since is lost here, too.
  const present = new Set(ticketPermissions(person, machine.groupId, ticket));
  const permissions = new Set(ticket.permissions.filter((permission) => present.has(permission)));
  const isShut = user.disabledAt || isKeyOver(found) || machine.quarantinedAt || lacksSecondFactor(policy, found);
  if (isShut || !permissions.has("view")) return { kind: "forbidden" };
  return {
    kind: "admitted",
    ticket: {
      ticketId: ticket.id,
      sessionId: session.id,
      machineId: machine.id,
      machineName: machine.name,
      canWake: machine.macAddresses.length > 0,
      userId: user.id,
      userName: user.name,
      userEmail: user.email,
      viewOnly: ticket.viewOnly,
      mayTakeOver: administers({ role: user.role, key: found.key ?? undefined }) || session.userId === user.id,
      reason: session.reason,
      permissions,
    },
  };
}

function isKeyOver({ key }: FoundTicket): boolean {
  return key !== null && key.expiresAt !== null && key.expiresAt <= new Date();
}

/** Required since they came in: until they have one, they may only set it up. */
function lacksSecondFactor(policy: Policy, { user, key, isSignInStrong, ownerHasSecondFactor }: FoundTicket): boolean {
  return mustSetUp(policy, user.role, ownerHasSecondFactor || isSignInStrong === true || key?.hasSecondFactor === true);
}
