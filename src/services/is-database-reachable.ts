/** `GET /readyz`: whether the database answers. */
import { installation } from "../db/schema/installation.ts";
import type { ServiceContext } from "./context.ts";
import { failureOf } from "./failures.ts";

export async function isDatabaseReachable({ db }: Pick<ServiceContext, "db">): Promise<boolean> {
  try {
    await db.select().from(installation);
    return true;
  } catch (error) {
    if (failureOf(error)?.kind === "unavailable") return false;
    throw error;
  }
}
