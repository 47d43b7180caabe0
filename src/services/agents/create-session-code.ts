/** `POST /api/agent/session-code`: a code for the machine's user to read out. A new one voids the old. */
import { SESSION_CODE_TTL_MS } from "../../../protocol/limits.ts";
import type { SessionCodeResponse } from "../../../protocol/rest/agent.ts";
import { isUniqueViolation } from "../../db/away.ts";
import { sessionCodes } from "../../db/schema/session-codes.ts";
import { makeSessionCode } from "../../lib/random-token.ts";
import type { ServiceContext } from "../context.ts";
import { ServiceFailure } from "../failures.ts";
import type { MachineRecord } from "../machines/machine-record.ts";

/** Two machines with the same code: one in 10^9 for each pair. */
const MAX_TRIES = 5;

export async function createSessionCode(context: ServiceContext, machine: MachineRecord): Promise<SessionCodeResponse> {
  if (machine.quarantinedAt) {
    throw new ServiceFailure("forbidden", "an administrator has to accept this machine first", {
      code: "machine_quarantined",
    });
  }
  for (let tries = 1; ; tries++) {
    const code = makeSessionCode();
    try {
      const expiresAt = await store(context, machine.id, code);
      return { code, expires_at: expiresAt.toISOString() };
    } catch (error) {
      if (!isUniqueViolation(error) || tries === MAX_TRIES) throw error;
    }
  }
}

async function store(context: ServiceContext, machineId: string, code: string): Promise<Date> {
  const createdAt = context.now();
  const expiresAt = new Date(createdAt.getTime() + SESSION_CODE_TTL_MS);
  const row = { codeHash: context.keys.hashToken("session_code", code), createdAt, expiresAt, usedAt: null };
  await context.db
    .insert(sessionCodes)
    .values({ machineId, ...row })
    .onConflictDoUpdate({ target: sessionCodes.machineId, set: row });
  return expiresAt;
}
