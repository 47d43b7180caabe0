/** A passkey as its owner sees it. */
import type { Passkey } from "../../../protocol/rest/sign-in.ts";
import type { PasskeyRow } from "../../db/schema/passkeys.ts";

export function shapePasskey({ id, name, isBackedUp, createdAt, lastUsedAt }: PasskeyRow): Passkey {
  return {
    id,
    name,
    is_synced: isBackedUp,
    created_at: createdAt.toISOString(),
    last_used_at: lastUsedAt?.toISOString() ?? null,
  };
}
