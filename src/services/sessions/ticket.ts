/** Tickets: what opens `/ws/viewer` for one person and one session. The token is in the answer only, hashed in the table. */
import { DEFAULT_MEMBER_PERMISSIONS, type Permission, VIEW_ONLY_PERMISSIONS } from "../../../protocol/permissions.ts";
import type { SessionTicket } from "../../../protocol/rest/people.ts";
import type { Transaction } from "../../db/database.ts";
import { sessionTickets } from "../../db/schema/session-tickets.ts";
import { makeToken } from "../../lib/random-token.ts";
import { type Person, permissionsOn } from "../actor.ts";
import type { ServiceContext } from "../context.ts";

/** What a person may do in a session on the machine: with its user's code at least what members may. */
export function ticketPermissions(
  person: Pick<Person, "role" | "memberships" | "key">,
  groupId: string | null,
  { byCode, viewOnly }: { byCode: boolean; viewOnly: boolean },
): Permission[] {
  const held = permissionsOn(person, groupId);
  // A key that is narrowed stays so, whatever a code would grant.
  const byAnyCode = DEFAULT_MEMBER_PERMISSIONS.filter((one) => person.key?.permissions?.includes(one) ?? true);
  const granted = byCode ? [...new Set([...held, ...byAnyCode])] : held;
  return granted.filter((permission) => !viewOnly || VIEW_ONLY_PERMISSIONS.includes(permission));
}

export type TicketRequest = {
  sessionId: string;
  machineGroupId: string | null;
  byCode: boolean;
  viewOnly: boolean;
};

export async function issueTicket(
  { keys, now }: Pick<ServiceContext, "keys" | "now">,
  tx: Transaction,
  person: Person,
  { sessionId, machineGroupId, byCode, viewOnly }: TicketRequest,
): Promise<SessionTicket> {
  const viewerToken = makeToken("rlv_");
  await tx.insert(sessionTickets).values({
    sessionId,
    tokenHash: keys.hashToken("viewer_token", viewerToken),
    userId: person.id,
    signInId: person.signInId,
    apiKeyId: person.key?.id,
    byCode,
    viewOnly,
    permissions: ticketPermissions(person, machineGroupId, { byCode, viewOnly }),
    createdAt: now(),
  });
  // The fragment stays in the browser: it is in no server's or proxy's log.
  const viewer_url = `/sessions/${sessionId}/view#token=${viewerToken}`;
  return { session_id: sessionId, viewer_token: viewerToken, viewer_url };
}
