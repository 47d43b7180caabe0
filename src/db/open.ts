/** Opens the database that the configuration names and brings its tables up to date. */
import { join } from "node:path";
import { reasonOf, StartFailure } from "../lib/start-failure.ts";
import { isDatabaseAway } from "./away.ts";
import type { OpenDatabase } from "./database.ts";
import { openEmbedded } from "./embedded.ts";
import { migrate } from "./migrate.ts";
import { openPostgresql } from "./postgresql.ts";

export type DatabaseLocation = { dataDirectory: string; databaseUrl?: string };

/** @throws StartFailure */
export async function openDatabase({ dataDirectory, databaseUrl }: DatabaseLocation): Promise<OpenDatabase> {
  const database = await openUnmigrated({ dataDirectory, databaseUrl });
  try {
    await migrate(database);
    return database;
  } catch (error) {
    await database.close();
    throw explained(error, databaseUrl);
  }
}

/** With its tables as they are. @throws StartFailure */
export async function openUnmigrated({ dataDirectory, databaseUrl }: DatabaseLocation): Promise<OpenDatabase> {
  return databaseUrl ? openPostgresql(databaseUrl) : await openEmbedded(join(dataDirectory, "db"));
}

/** Never the whole URL: it holds the password. */
function explained(error: unknown, databaseUrl: string | undefined): StartFailure {
  if (databaseUrl && isDatabaseAway(error)) {
    return new StartFailure(
      `DATABASE_URL: ${new URL(databaseUrl).host} cannot be reached (${reasonOf(error)}): check that PostgreSQL runs there`,
    );
  }
  return new StartFailure(`The database could not be prepared: ${reasonOf(error)}`);
}
