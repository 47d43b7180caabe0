/** `GET /api/sign-ins`: where one is signed in, the newest first. */
import { and, desc, eq, gt, lt } from "drizzle-orm";
import type { z } from "zod";
import type { pageQuery } from "../../../protocol/rest/shapes.ts";
import type { SignIn } from "../../../protocol/rest/sign-in.ts";
import { authSessions } from "../../db/schema/auth-sessions.ts";
import { signedInPerson } from "../accounts/own-account.ts";
import type { Actor } from "../actor.ts";
import type { ServiceContext } from "../context.ts";
import { decodeCursor, type Page, pageOf } from "../page.ts";

export async function listSignIns(
  { db, now }: ServiceContext,
  actor: Actor,
  { limit, cursor }: z.infer<typeof pageQuery>,
): Promise<Page<SignIn>> {
  const person = signedInPerson(actor, "sign_ins.manage");
  const before = cursor ? lt(authSessions.id, decodeCursor(cursor, 1)[0] ?? "") : undefined;
  const rows = await db
    .select()
    .from(authSessions)
    .where(and(eq(authSessions.userId, person.id), gt(authSessions.expiresAt, now()), before))
    .orderBy(desc(authSessions.id))
    .limit(limit + 1);
  const shape = (row: (typeof rows)[number]): SignIn => ({
    id: row.id,
    current: row.id === person.signInId,
    user_agent: row.userAgent ?? "",
    address: row.ipAddress ?? "",
    method: row.method,
    second_factor: row.hasSecondFactor,
    created_at: row.createdAt.toISOString(),
    last_seen_at: row.updatedAt.toISOString(),
  });
  return pageOf(rows, limit, shape, (row) => [row.id]);
}
