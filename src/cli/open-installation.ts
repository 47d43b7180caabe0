/** The installation that the environment names, for one command: by its running server, or, where none runs, by itself. */
import type { Config } from "../config.ts";
import { openDatabase } from "../db/open.ts";
import { prepareDataDirectory } from "../lib/data-directory.ts";
import { lockDirectory } from "../lib/directory-lock.ts";
import { type AdminApi, createAdminApi } from "./admin-api.ts";
import { connectAdminSocket } from "./admin-socket.ts";

export type Installation = { api: AdminApi; close(): Promise<void> };

/** @throws StartFailure */
export async function openInstallation(config: Config): Promise<Installation> {
  const dataDirectory = prepareDataDirectory(config.dataDirectory);
  const running = await connectAdminSocket(dataDirectory);
  if (running) return { api: running, close: async () => {} };
  // PostgreSQL serves others beside us; the embedded database must be nobody else's.
  const lock = config.databaseUrl ? null : lockDirectory(dataDirectory);
  try {
    const database = await openDatabase({ dataDirectory, databaseUrl: config.databaseUrl });
    return {
      api: createAdminApi({ db: database.db, now: () => new Date(), dataDirectory }),
      async close() {
        await database.close();
        lock?.release();
      },
    };
  } catch (error) {
    lock?.release();
    throw error;
  }
}
