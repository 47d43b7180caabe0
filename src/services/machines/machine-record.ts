/** A machine as services read it. */
import { getTableColumns, sql } from "drizzle-orm";
import type { Machine } from "../../../protocol/rest/people.ts";
import { type MachineRow, machines } from "../../db/schema/machines.ts";

export type MachineRecord = Omit<MachineRow, "accessKeyHash"> & {
  groupName: string | null;
  activeSessions: Machine["active_sessions"];
};

const { accessKeyHash: _, ...readable } = getTableColumns(machines);

/** For `select` and for `returning`, so that one statement answers all there is to tell. */
export const machineColumns = {
  ...readable,
  groupName: sql<string | null>`(select its_group.name from groups its_group where its_group.id = machines.group_id)`,
  // Names in full: in a statement about one table drizzle leaves the table's name off, and `id` would be the session's.
  activeSessions: sql<Machine["active_sessions"]>`(
    select coalesce(json_agg(json_build_object(
      'session_id', live.id, 'user_name', coalesce(live.user_name, 'Someone')) order by live.id), '[]'::json)
    from sessions live where live.machine_id = machines.id and live.ended_at is null)`,
};
