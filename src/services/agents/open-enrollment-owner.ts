/** Whom a machine is enrolled for that came without a token: the person the operator named, else the first administrator. */
import { asc, eq } from "drizzle-orm";
import { users } from "../../db/schema/users.ts";
import type { ServiceContext } from "../context.ts";

export async function findOpenEnrollmentOwner(context: ServiceContext): Promise<string | null> {
  const email = context.settings.openEnrollmentUserEmail;
  if (email !== undefined) {
    const [named] = await context.db.select({ id: users.id }).from(users).where(eq(users.email, email));
    if (named) return named.id;
    context.warn("OPEN_ENROLLMENT_USER_EMAIL names nobody; the first administrator owns the machine", { email });
  }
  const [first] = await context.db
    .select({ id: users.id })
    .from(users)
    .where(eq(users.role, "admin"))
    .orderBy(asc(users.createdAt), asc(users.id))
    .limit(1);
  return first?.id ?? null;
}
