/** `PATCH /api/scripts/:id`: by its author and administrators. Runs that are under way keep what they began with. */
import { eq } from "drizzle-orm";
import type { SavedScript, ScriptPatch } from "../../../protocol/rest/scripts.ts";
import { scripts } from "../../db/schema/scripts.ts";
import type { Actor } from "../actor.ts";
import { recordAudit } from "../audit/record.ts";
import { requireAllowed } from "../authorize.ts";
import type { ServiceContext } from "../context.ts";
import { findScript, shapeScript } from "./script-record.ts";
import { withoutSecretDefaults } from "./secret-defaults.ts";

export async function updateScript(
  { db, now }: Pick<ServiceContext, "db" | "now">,
  actor: Actor,
  id: string,
  { timeout_s, parameters, ...patch }: ScriptPatch,
): Promise<SavedScript> {
  requireAllowed(actor, "scripts.list", null);
  return db.transaction(async (tx) => {
    const before = await findScript(tx, id);
    requireAllowed(actor, "script.change", before, "script");
    const changes = {
      ...patch,
      ...(timeout_s !== undefined && { timeoutS: timeout_s }),
      ...(parameters !== undefined && { parameters: withoutSecretDefaults(parameters) }),
    };
    const updatedAt = now();
    await tx
      .update(scripts)
      .set({ ...changes, updatedAt })
      .where(eq(scripts.id, id));
    const after = { ...before, ...changes, updatedAt };
    const target = { kind: "script", id, name: after.name };
    const details = { changed: Object.keys(changes) };
    await recordAudit(tx, actor, { action: "script.changed", target, details }, updatedAt);
    return shapeScript(actor, after);
  });
}
