/** PGlite in DATA_DIR/db, as durable as PostgreSQL: by default it runs without fsync. */
import { fsyncSync, mkdirSync } from "node:fs";
import { PGlite } from "@electric-sql/pglite";
import { NodeFS } from "@electric-sql/pglite/nodefs";
import { drizzle } from "drizzle-orm/pglite";
import { reasonOf, StartFailure } from "../lib/start-failure.ts";
import type { OpenDatabase } from "./database.ts";

/** Three things together give one fsync a commit: this hook, no `-F`, and a sync method that reaches the hook. */
class SyncedNodeFS extends NodeFS {
  override async init(...args: Parameters<NodeFS["init"]>): ReturnType<NodeFS["init"]> {
    const result = await super.init(...args);
    const { preRun } = result.emscriptenOpts;
    if (!Array.isArray(preRun)) throw new Error("the embedded database takes no hooks before its start");
    preRun.push((module: unknown) => syncOnFsync(module));
    return result;
  }
}

/** Emscripten's file layer as far as it is used here; its own types leave it out. */
type NodeFileLayer = { NODEFS: { stream_ops: { fsync?: (stream: { nfd: number }) => number } } };

function syncOnFsync(module: unknown): void {
  (module as NodeFileLayer).NODEFS.stream_ops.fsync = ({ nfd }) => {
    fsyncSync(nfd);
    return 0;
  };
}

/** `wal_sync_method=fdatasync`, the default, reaches no hook at all. */
const START_PARAMETERS = [...PGlite.defaultStartParams.filter((name) => name !== "-F"), "-c", "wal_sync_method=fsync"];

/** @param directory is locked by the caller: two processes on it destroy it. @throws StartFailure */
export async function openEmbedded(directory: string): Promise<OpenDatabase> {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const client = await PGlite.create({ fs: new SyncedNodeFS(directory), startParams: START_PARAMETERS }).catch(
    (error: unknown) => {
      throw new StartFailure(`The database in ${directory} cannot be opened: ${reasonOf(error)}`);
    },
  );
  return {
    db: drizzle(client),
    kind: "embedded",
    figures: () => null,
    // There is one connection and one process: nobody to keep out.
    exclusively: (work) => work(async (text) => rowsOf((await client.exec(text)).at(-1)?.rows)),
    close: () => client.close(),
  };
}

function rowsOf(rows: unknown[] | undefined): Record<string, unknown>[] {
  return (rows ?? []) as Record<string, unknown>[];
}
