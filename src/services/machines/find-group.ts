/** That a group which a request names is there. */
import { eq } from "drizzle-orm";
import type { Transaction } from "../../db/database.ts";
import { groups } from "../../db/schema/groups.ts";
import { ServiceFailure } from "../failures.ts";

/** @throws ServiceFailure (`invalid_request`) */
export async function requireGroup(tx: Transaction, id: string): Promise<void> {
  const [group] = await tx.select({ id: groups.id }).from(groups).where(eq(groups.id, id));
  if (!group) throw new ServiceFailure("invalid_request", "group_id: there is no such group");
}
