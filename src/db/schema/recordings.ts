/** Recorded sessions. The frames are a file in RECORDING_DIR; this is what is known of it. */
import { bigint, index, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { idColumn, timeColumn } from "./columns.ts";

export const recordings = pgTable(
  "recordings",
  {
    id: idColumn(),
    /** No foreign keys: a recording outlives the rows it names. */
    sessionId: uuid("session_id").notNull().unique(),
    machineId: uuid("machine_id").notNull(),
    machineName: text("machine_name").notNull(),
    userName: text("user_name"),
    fileName: text("file_name").notNull(),
    sizeBytes: bigint("size_bytes", { mode: "number" }).notNull().default(0),
    startedAt: timeColumn("started_at").notNull(),
    endedAt: timeColumn("ended_at"),
  },
  (table) => [index("recordings_machine_id").on(table.machineId)],
);
