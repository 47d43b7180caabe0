/** `POST /api/groups`. */
import type { Group } from "../../../protocol/rest/groups.ts";
import { groups } from "../../db/schema/groups.ts";
import { type Actor, personOf } from "../actor.ts";
import { recordAudit } from "../audit/record.ts";
import { requireAllowed } from "../authorize.ts";
import type { ServiceContext } from "../context.ts";
import { shapeGroup, withFreeName } from "./group-record.ts";

export async function createGroup(context: ServiceContext, actor: Actor, { name }: { name: string }): Promise<Group> {
  requireAllowed(actor, "groups.create", null);
  const [id, createdAt] = [Bun.randomUUIDv7(), context.now()];
  await withFreeName(name, () =>
    context.db.transaction(async (tx) => {
      await tx.insert(groups).values({ id, name, createdAt });
      await recordAudit(tx, actor, { action: "group.created", target: { kind: "group", id, name } }, createdAt);
    }),
  );
  context.events.publish({ type: "group.changed", groupId: id });
  return shapeGroup(personOf(actor), { id, name, createdAt, machineCount: 0, memberCount: 0 });
}
