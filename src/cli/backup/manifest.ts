/** What a backup says of itself, as its first file. */
import { z } from "zod";

/** Raised when an older program could not read what is written. */
export const BACKUP_VERSION = 1;
export const MANIFEST = "manifest.json";

/** Names in DATA_DIR that belong to a running process or to the database: in no backup, and taken from none. */
export const NOT_KEPT: ReadonlySet<string> = new Set(["server.lock", "admin.sock", "db"]);

/** No path leads anywhere but into its own folder. */
const fileName = z
  .string()
  .regex(/^(tables|data)\/[A-Za-z0-9_-][A-Za-z0-9._-]{0,80}$/)
  .refine((name) => !NOT_KEPT.has(name.replace(/^data\//, "")));

export const manifest = z.object({
  format: z.literal("remotelink-backup"),
  version: z.int(),
  made_at: z.iso.datetime(),
  app_version: z.string(),
  /** Those that had made the tables. */
  migrations: z.array(z.string().regex(/^[\w.-]+\.sql$/)),
  tables: z.array(z.object({ name: z.string().regex(/^[a-z_][a-z0-9_]*$/), rows: z.int() })),
  files: z.array(z.object({ name: fileName, size: z.int(), sha256: z.string() })),
});
export type Manifest = z.infer<typeof manifest>;
