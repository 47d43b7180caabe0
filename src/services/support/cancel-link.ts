/** `DELETE /api/support-links/:id`: nobody comes in by it any more. Whose agent runs already is sent away; a session goes on. */
import { and, eq, isNull } from "drizzle-orm";
import { supportLinks } from "../../db/schema/support-links.ts";
import type { Actor } from "../actor.ts";
import { recordAudit } from "../audit/record.ts";
import { requireAllowed } from "../authorize.ts";
import type { ServiceContext } from "../context.ts";
import { removeVisitor } from "./end-visits.ts";
import { findLink } from "./link-record.ts";

export async function cancelLink(context: ServiceContext, actor: Actor, id: string): Promise<void> {
  requireAllowed(actor, "support_links.list", null);
  const link = await context.db.transaction(async (tx) => {
    const link = await findLink(tx, id);
    requireAllowed(actor, "support_link.see", link, "support link");
    requireAllowed(actor, "support_link.cancel", link, "support link");
    if (link.revokedAt || link.endedAt || link.sessionId) return null;
    const revokedAt = context.now();
    const [revoked] = await tx
      .update(supportLinks)
      .set({ revokedAt })
      .where(and(eq(supportLinks.id, id), isNull(supportLinks.revokedAt)))
      .returning({ id: supportLinks.id });
    if (!revoked) return null;
    const target = { kind: "support_link", id, name: link.label };
    await recordAudit(tx, actor, { action: "support_link.cancelled", target }, revokedAt);
    return { ...link, revokedAt };
  });
  if (!link) return;
  context.events.publish({ type: "support_link.updated", link });
  if (link.machineId) await removeVisitor(context, link.machineId);
}
