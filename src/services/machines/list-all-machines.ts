/** `GET /api/machines/all`: every machine that the person may see at once, for a list that is filtered and sorted where it is shown. */
import { and, asc, getTableColumns, isNull } from "drizzle-orm";
import type { Machine } from "../../../protocol/rest/people.ts";
import { groups } from "../../db/schema/groups.ts";
import { machines } from "../../db/schema/machines.ts";
import { sessions } from "../../db/schema/sessions.ts";
import { type Actor, permissionsOn } from "../actor.ts";
import { requireAllowed } from "../authorize.ts";
import type { ServiceContext } from "../context.ts";
import { isKnown } from "./find-machine.ts";
import { visibleTo } from "./list-machines.ts";
import { shapeMachine } from "./shape-machine.ts";

export type ListedMachine = Omit<Machine, "inventory">;

const { accessKeyHash: _key, inventory: _inventory, ...listed } = getTableColumns(machines);

/** Groups and live sessions are few: read once and joined here, they cost nothing per machine. */
export async function listAllMachines(context: ServiceContext, actor: Actor): Promise<ListedMachine[]> {
  requireAllowed(actor, "machines.list", null);
  if (actor.kind !== "user") return [];
  const [rows, groupRows, live] = await Promise.all([
    context.db
      .select(listed)
      .from(machines)
      .where(and(isKnown, visibleTo(actor)))
      .orderBy(asc(machines.name), asc(machines.id)),
    context.db.select({ id: groups.id, name: groups.name }).from(groups),
    context.db
      .select({ id: sessions.id, machineId: sessions.machineId, userName: sessions.userName })
      .from(sessions)
      .where(isNull(sessions.endedAt))
      .orderBy(asc(sessions.id)),
  ]);
  const names = new Map(groupRows.map(({ id, name }) => [id, name]));
  const liveOn = Map.groupBy(live, ({ machineId }) => machineId);
  return rows.map((row) => {
    const activeSessions = (liveOn.get(row.id) ?? []).map(({ id, userName }) => ({
      session_id: id,
      user_name: userName ?? "Someone",
    }));
    const groupName = (row.groupId && names.get(row.groupId)) ?? null;
    const record = { ...row, groupName, activeSessions, inventory: null };
    const { inventory: _, ...shown } = shapeMachine(context, record, permissionsOn(actor, row.groupId));
    return shown;
  });
}
