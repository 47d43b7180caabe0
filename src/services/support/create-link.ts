/** `POST /api/support-links`. The address and the code are in this answer only. */
import type { z } from "zod";
import { SUPPORT_LINK_TTL_S } from "../../../protocol/limits.ts";
import type { SupportLinkCreated, supportLinkRequest } from "../../../protocol/rest/support.ts";
import { isUniqueViolation } from "../../db/away.ts";
import { supportLinks } from "../../db/schema/support-links.ts";
import { makeLinkToken } from "../../lib/random-token.ts";
import { type Actor, personOf } from "../actor.ts";
import { recordAudit } from "../audit/record.ts";
import { requireAllowed } from "../authorize.ts";
import type { ServiceContext } from "../context.ts";
import { shapeLink } from "./shape-link.ts";

/** Two links with the same code: one in 10^9 for each pair. */
const MAX_TRIES = 5;

/** The `url` is without the origin, which the caller knows. */
export async function createLink(
  context: ServiceContext,
  actor: Actor,
  request: z.infer<typeof supportLinkRequest>,
): Promise<SupportLinkCreated> {
  requireAllowed(actor, "support_links.create", null);
  for (let tries = 1; ; tries++) {
    try {
      return await store(context, actor, request);
    } catch (error) {
      if (!isUniqueViolation(error) || tries === MAX_TRIES) throw error;
    }
  }
}

async function store(
  context: ServiceContext,
  actor: Actor,
  { label, expires_in_s }: z.infer<typeof supportLinkRequest>,
): Promise<SupportLinkCreated> {
  const { db, keys } = context;
  const [token, createdAt] = [makeLinkToken(), context.now()];
  const code = keys.codeOfToken(token);
  const hashes = {
    tokenHash: keys.hashToken("support_link", token),
    codeHash: keys.hashToken("support_code", code),
  };
  const expiresAt = new Date(createdAt.getTime() + (expires_in_s ?? SUPPORT_LINK_TTL_S) * 1_000);
  const row = await db.transaction(async (tx) => {
    const values = { label, ...hashes, userId: personOf(actor).id, createdAt, expiresAt };
    const [row] = await tx.insert(supportLinks).values(values).returning();
    if (!row) throw new Error("a support link was inserted but not returned");
    const target = { kind: "support_link", id: row.id, name: label };
    const details = { expires_at: expiresAt.toISOString() };
    await recordAudit(tx, actor, { action: "support_link.created", target, details }, createdAt);
    return row;
  });
  const link = { ...row, machineName: null };
  context.events.publish({ type: "support_link.updated", link });
  return { ...shapeLink(context, link), url: `/help/${token}`, code };
}
