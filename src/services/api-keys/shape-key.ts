/** An API key as its owner sees it: never the key itself. */
import type { ApiKey } from "../../../protocol/rest/sign-in.ts";
import type { ApiKeyRow } from "../../db/schema/api-keys.ts";

export function shapeKey(row: ApiKeyRow): ApiKey {
  return {
    id: row.id,
    name: row.name,
    beginning: row.beginning,
    read_only: row.isReadOnly,
    permissions: row.permissions,
    created_at: row.createdAt.toISOString(),
    expires_at: row.expiresAt?.toISOString() ?? null,
    last_used_at: row.lastUsedAt?.toISOString() ?? null,
  };
}
