/** `POST /api/scripts`. */
import type { SavedScript, ScriptRequest } from "../../../protocol/rest/scripts.ts";
import { scripts } from "../../db/schema/scripts.ts";
import { type Actor, personOf } from "../actor.ts";
import { recordAudit } from "../audit/record.ts";
import { requireAllowed } from "../authorize.ts";
import type { ServiceContext } from "../context.ts";
import { shapeScript } from "./script-record.ts";
import { withoutSecretDefaults } from "./secret-defaults.ts";

export async function createScript(
  { db, now }: Pick<ServiceContext, "db" | "now">,
  actor: Actor,
  { timeout_s, parameters, ...request }: ScriptRequest,
): Promise<SavedScript> {
  requireAllowed(actor, "scripts.create", null);
  const person = personOf(actor);
  const [id, at] = [Bun.randomUUIDv7(), now()];
  const row = {
    id,
    ...request,
    timeoutS: timeout_s,
    parameters: withoutSecretDefaults(parameters),
    createdBy: person.id,
    createdAt: at,
    updatedAt: at,
  };
  await db.transaction(async (tx) => {
    await tx.insert(scripts).values(row);
    const target = { kind: "script", id, name: row.name };
    await recordAudit(tx, actor, { action: "script.created", target, details: { shell: row.shell } }, at);
  });
  return shapeScript(actor, { ...row, authorName: person.name });
}
