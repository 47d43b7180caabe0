/** `DELETE /api/api-keys/:id`: it opens nothing from now on; sessions that it opened end within seconds. */
import { and, eq } from "drizzle-orm";
import { apiKeys } from "../../db/schema/api-keys.ts";
import { signedInPerson } from "../accounts/own-account.ts";
import type { Actor } from "../actor.ts";
import { recordAudit } from "../audit/record.ts";
import type { ServiceContext } from "../context.ts";
import { notFound } from "../failures.ts";

export async function revokeKey(context: ServiceContext, actor: Actor, id: string): Promise<void> {
  const person = signedInPerson(actor, "api_keys.manage");
  await context.db.transaction(async (tx) => {
    const isOwn = and(eq(apiKeys.id, id), eq(apiKeys.userId, person.id));
    // Its tickets go with it, and open viewers with these (recheck-viewers.ts).
    const [row] = await tx.delete(apiKeys).where(isOwn).returning();
    if (!row) throw notFound("API key");
    const target = { kind: "api_key", id, name: row.name };
    await recordAudit(tx, person, { action: "api_key.revoked", target }, context.now());
  });
}
