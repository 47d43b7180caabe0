/** After a change of what people may do: their event streams and open viewers are looked up at once, not at the next round. */
import type { ServiceContext } from "../context.ts";
import { recheckViewers } from "../sessions/recheck-viewers.ts";
import type { PersonNeeds } from "./person-record.ts";

type Needs = PersonNeeds & Pick<ServiceContext, "db" | "live" | "streams" | "events" | "warn">;

/** To be called after the commit. */
export async function followRights(context: Needs, userIds: readonly string[]): Promise<void> {
  if (userIds.length > 0) context.events.publish({ type: "rights.changed", userIds });
  try {
    await recheckViewers(context);
  } catch (error) {
    // The change is made; the round that comes by itself closes what this one did not.
    context.warn("open viewers' rights could not be looked up", { err: error });
  }
}
