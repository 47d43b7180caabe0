/** Whether the database answers, has the tables of this version, and goes by the same time. */
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Config } from "../../config.ts";
import { pendingMigrations } from "../../db/migrate.ts";
import { openUnmigrated } from "../../db/open.ts";
import { lockDirectory } from "../../lib/directory-lock.ts";
import { reasonOf } from "../../lib/start-failure.ts";
import { connectAdminSocket } from "../admin-socket.ts";
import { checkSkew } from "./check-skew.ts";
import { type Finding, fail, ok, warn } from "./finding.ts";

const WHAT = "database";

export async function checkDatabase({ dataDirectory, databaseUrl }: Config): Promise<Finding[]> {
  const directory = resolve(dataDirectory);
  const running = await connectAdminSocket(directory).catch(() => null);
  if (running) {
    try {
      const { length } = await running.listUsers();
      return [ok(WHAT, `the running server answers from it (${length} accounts)`), ...(await byItself(databaseUrl))];
    } catch (error) {
      return [fail(WHAT, `the running server cannot read it: ${reasonOf(error)}`, "look at the server's log")];
    }
  }
  if (databaseUrl) return byItself(databaseUrl);
  if (!existsSync(join(directory, "db"))) return [warn(WHAT, "there is none yet", "it is made at the first start")];
  try {
    const lock = lockDirectory(directory);
    try {
      return await look({ dataDirectory: directory });
    } finally {
      lock.release();
    }
  } catch (error) {
    return [fail(WHAT, reasonOf(error), "stop what uses it, or look at the server's log")];
  }
}

async function byItself(databaseUrl: string | undefined): Promise<Finding[]> {
  if (!databaseUrl) return [];
  try {
    return await look({ dataDirectory: "", databaseUrl });
  } catch (error) {
    const message = `${new URL(databaseUrl).host} does not answer: ${reasonOf(error)}`;
    return [fail("DATABASE_URL", message, "check that PostgreSQL runs there and takes this user and password")];
  }
}

async function look(location: { dataDirectory: string; databaseUrl?: string }): Promise<Finding[]> {
  const database = await openUnmigrated(location);
  const what = location.databaseUrl ? "DATABASE_URL" : WHAT;
  try {
    const pending = await pendingMigrations(database);
    let skewMs = 0;
    await database.exclusively(async (run) => {
      const [row] = await run("select (extract(epoch from clock_timestamp()) * 1000)::float8 as now");
      skewMs = Number(row?.now) - Date.now();
    });
    const tables =
      pending.length === 0
        ? ok(what, "answers, and has the tables of this version")
        : warn(what, `answers; ${pending.length} changes of tables are to come`, "they are made at the next start");
    return [tables, checkSkew("clock of the database", skewMs)];
  } finally {
    await database.close();
  }
}
