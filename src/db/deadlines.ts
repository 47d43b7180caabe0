/**
 * Deadlines for postgres.js, which queues without bound while the database is away. A statement that was not sent in time is
 * taken back; a transaction that was given up never runs later; a pool whose connections have all gone silent is replaced.
 */
import type postgres from "postgres";
import { DatabaseSilentError } from "./away.ts";
import type { DatabaseFigures } from "./database.ts";

type Client = postgres.Sql;
type Statement = ReturnType<Client["unsafe"]>;

/** A request answers 503 within 2 s. */
export const STATEMENT_DEADLINE_MS = 1_800;
/** A pool that has not answered at all for this long has dead connections, not slow statements. */
const SILENT_POOL_MS = 5_000;

export type BoundedPool = { client: Client; figures: Omit<DatabaseFigures, "poolSize">; close(): Promise<void> };

/** @param open makes a pool; called again whenever the present one has gone silent */
export function createBoundedPool(open: () => Client, deadlineMs: number = STATEMENT_DEADLINE_MS): BoundedPool {
  let pool = open();
  let answeredAt = performance.now();

  const answered = () => {
    answeredAt = performance.now();
  };
  const silent = () => {
    if (performance.now() - answeredAt < SILENT_POOL_MS) return;
    answered();
    const dead = pool;
    pool = open();
    // What drizzle set on the first pool's options: dates and JSON arrive as text.
    Object.assign(pool.options.parsers, dead.options.parsers);
    Object.assign(pool.options.serializers, dead.options.serializers);
    void dead.end({ timeout: 0 });
  };
  const figures = { underWay: 0, statements: 0, unanswered: 0 };
  const watch = { deadlineMs, answered, silent, figures };

  const client = new Proxy(pool, {
    get(_, key) {
      if (key === "unsafe") return boundedUnsafe(() => pool, watch);
      if (key === "begin") return (work: Work) => boundedBegin(pool, work, watch);
      return Reflect.get(pool, key);
    },
  });
  return { client, figures, close: () => pool.end({ timeout: 1 }) };
}

type Watch = { deadlineMs: number; answered(): void; silent(): void; figures: BoundedPool["figures"] };
type Work = (client: postgres.TransactionSql) => Promise<unknown>;
type Unsafe = { unsafe: Client["unsafe"] };

function boundedUnsafe(owner: () => Unsafe, watch: Watch) {
  return (...args: Parameters<Client["unsafe"]>): Statement => {
    const statement = owner().unsafe(...args);
    bound(statement, watch);
    return statement;
  };
}

/** postgres.js 3.4 (pinned): a query settles by its own `resolve` and `reject`, and has a `state` once it was sent. */
type Settling = { state: unknown; resolve(value: unknown): void; reject(error: unknown): void; cancel(): unknown };

function bound(statement: Statement, watch: Watch): void {
  const query = statement as unknown as Settling;
  const { resolve, reject } = query;
  const { figures } = watch;
  figures.statements++;
  figures.underWay++;
  let isUnderWay = true;
  const ended = () => {
    if (isUnderWay) figures.underWay--;
    isUnderWay = false;
  };
  const timer = setTimeout(() => {
    figures.unanswered++;
    ended();
    reject(new DatabaseSilentError(watch.deadlineMs));
    // Not sent yet: taken out of the queue. What was sent ends by the server's own statement_timeout.
    if (query.state === null) query.cancel();
    watch.silent();
  }, watch.deadlineMs);
  query.resolve = (value) => {
    clearTimeout(timer);
    ended();
    watch.answered();
    resolve(value);
  };
  query.reject = (error) => {
    clearTimeout(timer);
    ended();
    reject(error);
  };
}

async function boundedBegin(pool: Client, work: Work, watch: Watch): Promise<unknown> {
  const givenUp = Promise.withResolvers<never>();
  let isGivenUp = false;
  const giveUp = (error: unknown) => {
    isGivenUp = true;
    givenUp.reject(error);
  };
  const expire = () => {
    giveUp(new DatabaseSilentError(watch.deadlineMs));
    watch.silent();
  };
  let timer = setTimeout(expire, watch.deadlineMs);
  const transaction = pool.begin(async (client) => {
    clearTimeout(timer);
    watch.answered();
    if (isGivenUp) throw new DatabaseSilentError(watch.deadlineMs);
    try {
      return await work(boundedTransaction(client, watch));
    } catch (error) {
      // The rollback would wait on the same silent connection.
      if (error instanceof Error && isSilent(error)) giveUp(error);
      throw error;
    } finally {
      timer = setTimeout(expire, watch.deadlineMs);
    }
  });
  try {
    return await Promise.race([transaction, givenUp.promise]);
  } finally {
    clearTimeout(timer);
    transaction.catch(() => clearTimeout(timer));
  }
}

function boundedTransaction(client: postgres.TransactionSql, watch: Watch): postgres.TransactionSql {
  return new Proxy(client, {
    get(target, key) {
      return key === "unsafe" ? boundedUnsafe(() => target, watch) : Reflect.get(target, key);
    },
  });
}

function isSilent(error: Error): boolean {
  return error instanceof DatabaseSilentError || (error.cause instanceof Error && isSilent(error.cause));
}
