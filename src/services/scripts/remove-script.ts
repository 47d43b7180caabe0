/** `DELETE /api/scripts/:id`: by its author and administrators. What was run of it stays on record. */
import { eq } from "drizzle-orm";
import { scripts } from "../../db/schema/scripts.ts";
import type { Actor } from "../actor.ts";
import { recordAudit } from "../audit/record.ts";
import { requireAllowed } from "../authorize.ts";
import type { ServiceContext } from "../context.ts";
import { findScript } from "./script-record.ts";

export async function removeScript(
  { db, now }: Pick<ServiceContext, "db" | "now">,
  actor: Actor,
  id: string,
): Promise<void> {
  requireAllowed(actor, "scripts.list", null);
  await db.transaction(async (tx) => {
    const script = await findScript(tx, id);
    requireAllowed(actor, "script.change", script, "script");
    await tx.delete(scripts).where(eq(scripts.id, id));
    const target = { kind: "script", id, name: script.name };
    await recordAudit(tx, actor, { action: "script.removed", target }, now());
  });
}
