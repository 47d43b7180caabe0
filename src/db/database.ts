/** What services query: the same tables on PostgreSQL and on the embedded database. */
import type { PgDatabase, PgQueryResultHKT } from "drizzle-orm/pg-core";

/**
 * Inside a transaction's callback only its own handle may be used: the embedded database runs one at a time, and a
 * statement on the outer one would wait for the transaction that waits for it.
 */
export type Database = PgDatabase<PgQueryResultHKT>;

/** A handle within a transaction; functions that must be part of one ask for it. */
export type Transaction = Parameters<Parameters<Database["transaction"]>[0]>[0];

export type OpenDatabase = {
  db: Database;
  /** "embedded" or "postgresql", for the log. */
  kind: "embedded" | "postgresql";
  /** What is under way now and was since the start; null where statements are not counted. */
  figures(): DatabaseFigures | null;
  /** Runs `work` on one connection that holds the migrations' lock and has no statement deadline. */
  exclusively(work: (run: SqlRunner) => Promise<void>): Promise<void>;
  close(): Promise<void>;
};

export type DatabaseFigures = {
  /** Statements that were given to the pool and have no answer yet. */
  underWay: number;
  poolSize: number;
  /** Since the start: all, and those that were given up because no answer came. */
  statements: number;
  unanswered: number;
};

/** Runs SQL text, several statements if there are, and answers the last one's rows. */
export type SqlRunner = (text: string) => Promise<Record<string, unknown>[]>;
