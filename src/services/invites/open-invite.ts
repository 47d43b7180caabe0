/** `GET /api/invites/by-token/:token`, without a sign-in: who invites whom, for whoever has the link. */
import { and, eq, gt } from "drizzle-orm";
import type { OpenInvite } from "../../../protocol/rest/invites.ts";
import { invites } from "../../db/schema/invites.ts";
import type { Nobody } from "../actor.ts";
import type { ServiceContext } from "../context.ts";
import { ServiceFailure } from "../failures.ts";
import { throttled } from "../throttles.ts";
import { type InviteRecord, isUnanswered, selectInvites } from "./invite-record.ts";

/** @throws ServiceFailure (`invalid_invite` as 404, `rate_limited`) */
export async function openInvite(context: ServiceContext, caller: Nobody, token: string): Promise<OpenInvite> {
  const keys = [`address:${caller.address ?? "unknown"}`];
  const invite = await throttled(
    context.throttles.personalLink,
    keys,
    () => findOpenInvite(context, token),
    (outcome) => !("result" in outcome && outcome.result),
  );
  if (!invite) {
    // One answer for unknown, expired, revoked and accepted: a guess learns nothing.
    throw new ServiceFailure("not_found", "this invitation is not valid (any more): ask for a new one", {
      code: "invalid_invite",
    });
  }
  const { email, invitedBy, expiresAt } = invite;
  return { email, invited_by: invitedBy, expires_at: expiresAt.toISOString() };
}

export async function findOpenInvite(
  { db, keys, now }: Pick<ServiceContext, "db" | "keys" | "now">,
  token: string,
): Promise<InviteRecord | null> {
  const isIt = eq(invites.tokenHash, keys.hashToken("invite", token));
  const [invite] = await selectInvites(db, and(isIt, isUnanswered(), gt(invites.expiresAt, now())));
  return invite ?? null;
}
