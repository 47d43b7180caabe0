/** `POST /api/auth/update-user`: a person's own name. */
import { eq } from "drizzle-orm";
import { users } from "../../db/schema/users.ts";
import { type Actor, personOf } from "../actor.ts";
import { recordAudit } from "../audit/record.ts";
import { requireAllowed } from "../authorize.ts";
import type { ServiceContext } from "../context.ts";

export async function changeName(context: ServiceContext, actor: Actor, name: string): Promise<void> {
  requireAllowed(actor, "account.change", null);
  const person = personOf(actor);
  await context.db.transaction(async (tx) => {
    await tx.update(users).set({ name, updatedAt: context.now() }).where(eq(users.id, person.id));
    const target = { kind: "user", id: person.id, name };
    const details = { name_before: person.name };
    await recordAudit(tx, person, { action: "user.renamed", target, details }, context.now());
  });
}
