/** `GET /api/scripts/:id`. */
import type { SavedScript } from "../../../protocol/rest/scripts.ts";
import type { Actor } from "../actor.ts";
import { requireAllowed } from "../authorize.ts";
import type { ServiceContext } from "../context.ts";
import { findScript, shapeScript } from "./script-record.ts";

export async function getScript({ db }: Pick<ServiceContext, "db">, actor: Actor, id: string): Promise<SavedScript> {
  requireAllowed(actor, "scripts.list", null);
  return shapeScript(actor, await findScript(db, id));
}
