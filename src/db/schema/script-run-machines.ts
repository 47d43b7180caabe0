/** What became of a run on each of its machines. */
import { boolean, index, integer, jsonb, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import type { RunMachineState } from "../../../protocol/rest/scripts.ts";
import { timeColumn } from "./columns.ts";
import { scriptRuns } from "./script-runs.ts";

export type KeptPart = { stream: "stdout" | "stderr"; data: string };

export const scriptRunMachines = pgTable(
  "script_run_machines",
  {
    runId: uuid("run_id")
      .notNull()
      .references(() => scriptRuns.id, { onDelete: "cascade" }),
    /** No foreign key: the result outlives the machine. */
    machineId: uuid("machine_id").notNull(),
    machineName: text("machine_name").notNull(),
    state: text("state").$type<RunMachineState>().notNull().default("queued"),
    exitCode: integer("exit_code"),
    message: text("message").notNull().default(""),
    startedAt: timeColumn("started_at"),
    endedAt: timeColumn("ended_at"),
    output: jsonb("output").$type<KeptPart[]>().notNull().default([]),
    isOutputCut: boolean("is_output_cut").notNull().default(false),
  },
  (table) => [
    primaryKey({ name: "script_run_machines_pk", columns: [table.runId, table.machineId] }),
    index("script_run_machines_machine_id").on(table.machineId),
  ],
);
export type RunMachineRow = typeof scriptRunMachines.$inferSelect;
