/** Whom a machine is enrolled for that came without a token: the person that was set, the one of the environment, else the first administrator. */
import { and, asc, eq, isNull, type SQL } from "drizzle-orm";
import { users } from "../../db/schema/users.ts";
import type { ServiceContext } from "../context.ts";

export type EnrollmentOwner = { id: string; name: string; email: string };

export async function findOpenEnrollmentOwner(
  context: Pick<ServiceContext, "db" | "settings" | "serverSettings">,
): Promise<EnrollmentOwner | null> {
  const find = async (condition: SQL) => {
    const [user] = await context.db
      .select({ id: users.id, name: users.name, email: users.email })
      .from(users)
      .where(and(condition, isNull(users.disabledAt)))
      .orderBy(asc(users.createdAt), asc(users.id))
      .limit(1);
    return user ?? null;
  };
  const { open_enrollment_owner_id: id } = context.serverSettings.current();
  const email = context.settings.openEnrollmentUserEmail;
  return (
    (id && (await find(eq(users.id, id)))) ||
    (email && (await find(eq(users.email, email)))) ||
    (await find(eq(users.role, "admin")))
  );
}
