/** `POST /api/api-keys`: the key is in this answer only. */
import { eq } from "drizzle-orm";
import type { z } from "zod";
import type { ApiKeyCreated, apiKeyRequest } from "../../../protocol/rest/sign-in.ts";
import { apiKeys } from "../../db/schema/api-keys.ts";
import { makeToken } from "../../lib/random-token.ts";
import { recentlyProven } from "../accounts/own-account.ts";
import type { Actor } from "../actor.ts";
import { recordAudit } from "../audit/record.ts";
import type { ServiceContext } from "../context.ts";
import { ServiceFailure } from "../failures.ts";
import { shapeKey } from "./shape-key.ts";

/** "rlk_" and four more: enough to tell one's keys apart, far from enough to guess one. */
const SHOWN_LENGTH = 8;
/** Nobody reads a longer list, and each request looks for one. */
const MAX_KEYS = 100;

export async function createKey(
  context: ServiceContext,
  actor: Actor,
  { name, expires_at, read_only, permissions }: z.output<typeof apiKeyRequest>,
): Promise<ApiKeyCreated> {
  const person = recentlyProven(context, actor, "api_keys.manage");
  const { db, keys, now } = context;
  const expiresAt = expires_at ? new Date(expires_at) : null;
  if (expiresAt && expiresAt <= now()) {
    throw new ServiceFailure("invalid_request", "expires_at: this time has passed already");
  }
  const key = makeToken("rlk_");
  const row = await db.transaction(async (tx) => {
    if ((await tx.$count(apiKeys, eq(apiKeys.userId, person.id))) >= MAX_KEYS) {
      throw new ServiceFailure("conflict", `${MAX_KEYS} keys are the most: revoke one that is not used`);
    }
    const [row] = await tx
      .insert(apiKeys)
      .values({
        userId: person.id,
        name,
        tokenHash: keys.hashToken("api_key", key),
        beginning: key.slice(0, SHOWN_LENGTH),
        isReadOnly: read_only,
        permissions: permissions ?? null,
        hasSecondFactor: person.hasSecondFactor ?? false,
        expiresAt,
        createdAt: now(),
      })
      .returning();
    if (!row) throw new Error("an API key was inserted but not returned");
    const target = { kind: "api_key", id: row.id, name };
    const details = { read_only, permissions: row.permissions, expires_at: expiresAt?.toISOString() ?? null };
    await recordAudit(tx, person, { action: "api_key.created", target, details }, now());
    return row;
  });
  return { ...shapeKey(row), key };
}
