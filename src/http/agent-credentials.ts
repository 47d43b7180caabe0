/** Who an agent is, by the two headers of its routes. */
import type { Context } from "hono";
import { resolveAgent } from "../services/agents/authenticate-agent.ts";
import type { ServiceContext } from "../services/context.ts";
import { ServiceFailure } from "../services/failures.ts";
import type { HttpEnv } from "./http-context.ts";

/** Longer ones are none of ours: not worth a look into the database. */
const MAX_CREDENTIAL_LENGTH = 200;

/** @throws ServiceFailure (`unauthenticated`) */
export async function agentOf(services: ServiceContext, c: Context<HttpEnv>) {
  const accessKey = /^Bearer (\S+)$/i.exec(c.req.header("authorization") ?? "")?.[1] ?? "";
  const machineId = c.req.header("x-machine-id") ?? "";
  const isPlausible = [accessKey, machineId].every((text) => text.length > 0 && text.length <= MAX_CREDENTIAL_LENGTH);
  const found = isPlausible && (await resolveAgent(services, machineId, accessKey, c.get("client").address));
  if (found) return found;
  throw new ServiceFailure("unauthenticated", "unknown machine or wrong access key: enroll the machine again");
}
