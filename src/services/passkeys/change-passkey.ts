/** `PATCH /api/auth/passkeys/:id`: its name. */
import { and, eq } from "drizzle-orm";
import type { Passkey } from "../../../protocol/rest/sign-in.ts";
import { passkeys } from "../../db/schema/passkeys.ts";
import { signedInPerson } from "../accounts/own-account.ts";
import type { Actor } from "../actor.ts";
import type { ServiceContext } from "../context.ts";
import { notFound } from "../failures.ts";
import { shapePasskey } from "./shape-passkey.ts";

export async function changePasskey(
  { db }: ServiceContext,
  actor: Actor,
  id: string,
  { name }: { name: string },
): Promise<Passkey> {
  const person = signedInPerson(actor);
  const isOwn = and(eq(passkeys.id, id), eq(passkeys.userId, person.id));
  const [row] = await db.update(passkeys).set({ name }).where(isOwn).returning();
  if (!row) throw notFound("passkey");
  return shapePasskey(row);
}
