/** `GET /api/users/:id`. */
import type { User } from "../../../protocol/rest/users.ts";
import type { Actor } from "../actor.ts";
import { requireAllowed } from "../authorize.ts";
import type { ServiceContext } from "../context.ts";
import { findUser, shapeUser } from "./user-record.ts";

export async function getUser(context: ServiceContext, actor: Actor, id: string): Promise<User> {
  requireAllowed(actor, "users.manage", null);
  return shapeUser(await findUser(context.db, id));
}
