/** One enabled administrator always remains: without one nobody could ever let anybody in again. */
import { and, asc, eq, isNull } from "drizzle-orm";
import type { Transaction } from "../../db/database.ts";
import { users } from "../../db/schema/users.ts";
import { ServiceFailure } from "../failures.ts";

/**
 * For a user who is about to be one no more. Locks every enabled administrator's row, in one order: of two transactions that
 * take two of them away, the second waits, and then finds the first one's victim gone.
 * @throws ServiceFailure (`last_administrator`)
 */
export async function requireAnotherAdministrator(tx: Transaction, userId: string): Promise<void> {
  const enabled = await tx
    .select({ id: users.id })
    .from(users)
    .where(and(eq(users.role, "admin"), isNull(users.disabledAt)))
    .orderBy(asc(users.id))
    .for("update");
  if (enabled.length === 0 || enabled.some(({ id }) => id !== userId)) return;
  throw new ServiceFailure("conflict", "this is the last administrator: make somebody else one first", {
    code: "last_administrator",
  });
}
