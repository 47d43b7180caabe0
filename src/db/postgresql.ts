/** PostgreSQL by DATABASE_URL. */
import { drizzle } from "drizzle-orm/postgres-js";
import postgres from "postgres";
import type { OpenDatabase } from "./database.ts";
import { createBoundedPool } from "./deadlines.ts";

/** A lock of ours among all advisory locks of the database: "RLNK". */
const MIGRATION_LOCK = 0x52_4c_4e_4b;
/** In seconds; shorter than a statement's deadline would make a slow handshake look like an absent server. */
const CONNECT_TIMEOUT_S = 2;
/** The server ends a statement before we stop waiting for it, so that nothing runs on unseen. */
const STATEMENT_TIMEOUT_MS = 1_500;
const IDLE_IN_TRANSACTION_TIMEOUT_MS = 10_000;
const POOL_SIZE = 10;

export function openPostgresql(url: string): OpenDatabase {
  const open = (max: number, session: Record<string, number>) =>
    postgres(url, {
      max,
      connect_timeout: CONNECT_TIMEOUT_S,
      // The first attempt after an outage should not wait for a backoff that grew during it.
      backoff: () => 0.2,
      onnotice: () => {},
      // A connection that dies while it asks for types rejects a promise that nobody holds. Drizzle reads arrays itself.
      fetch_types: false,
      connection: { application_name: "remotelink", ...session },
    });
  const timeouts = {
    statement_timeout: STATEMENT_TIMEOUT_MS,
    idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_TIMEOUT_MS,
  };
  const pool = createBoundedPool(() => open(POOL_SIZE, timeouts));
  return {
    db: drizzle(pool.client),
    kind: "postgresql",
    figures: () => ({ ...pool.figures, poolSize: POOL_SIZE }),
    async exclusively(work) {
      const client = open(1, {});
      try {
        // Held by the connection: it goes with it, however this process ends.
        await client`select pg_advisory_lock(${MIGRATION_LOCK})`;
        await work(async (text) => await client.unsafe(text).simple());
      } finally {
        await client.end({ timeout: 1 });
      }
    },
    close: pool.close,
  };
}
