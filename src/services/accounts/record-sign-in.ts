/** A sign-in is written down before it is given; who was disabled gets none. */
import { eq } from "drizzle-orm";
import { users } from "../../db/schema/users.ts";
import type { Person } from "../actor.ts";
import { recordAudit } from "../audit/record.ts";
import type { ServiceContext } from "../context.ts";
import { ServiceFailure } from "../failures.ts";
import type { NewSignIn } from "./auth.ts";

export async function recordSignIn(
  { db, now }: Pick<ServiceContext, "db" | "now">,
  { userId, method, hasSecondFactor, address }: NewSignIn & { address: string | null },
): Promise<void> {
  await db.transaction(async (tx) => {
    const [user] = await tx.select().from(users).where(eq(users.id, userId));
    if (!user || user.disabledAt) {
      throw new ServiceFailure("forbidden", "this account is disabled: ask an administrator", {
        code: "account_disabled",
      });
    }
    const { id, email, name, role } = user;
    const person: Person = { kind: "user", id, email, name, role, memberships: new Map(), address };
    const target = { kind: "user", id, name };
    const details = { method, second_factor: hasSecondFactor };
    await recordAudit(tx, person, { action: "user.signed_in", target, details }, now());
  });
}
