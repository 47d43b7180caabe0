/** `backup FILE` and `restore FILE`. */
import { existsSync, renameSync, rmSync } from "node:fs";
import { open } from "node:fs/promises";
import { resolve } from "node:path";
import { readConfig } from "../../config.ts";
import { prepareDataDirectory } from "../../lib/data-directory.ts";
import { lockDirectory } from "../../lib/directory-lock.ts";
import { reasonOf, StartFailure } from "../../lib/start-failure.ts";
import { restore } from "../backup/restore.ts";
import { type Command, EXIT_DONE, UsageError } from "../command.ts";
import { openInstallation } from "../open-installation.ts";

export const backUp: Command = async ({ env, options, rest }) => {
  const file = onlyFile(rest);
  if (existsSync(file)) throw new StartFailure(`${file} exists already: a backup replaces nothing`);
  const config = readConfig(env);
  const { api, close } = await openInstallation(config);
  try {
    const { body, tables, rows, secrets } = await api.backUp();
    const bytes = await write(file, body);
    if (options.json) console.log(JSON.stringify({ file, bytes, tables, rows, secrets }));
    else {
      console.log(`${file}: ${rows} rows of ${tables} tables, and of DATA_DIR ${secrets.join(", ") || "nothing"}.`);
      console.log(
        "It holds secrets: keep it where only you can read it. Recordings are not in it: copy RECORDING_DIR.",
      );
    }
    if (config.authSecret) console.error("remotelink: AUTH_SECRET is not in it: keep it, a restore needs the same");
    return EXIT_DONE;
  } finally {
    await close();
  }
};

export const restoreBackup: Command = async ({ env, options, rest }) => {
  const file = onlyFile(rest);
  if (!existsSync(file)) throw new StartFailure(`${file} is not there`);
  const config = readConfig(env);
  const dataDirectory = prepareDataDirectory(config.dataDirectory);
  const lock = lockDirectory(dataDirectory);
  try {
    const { databaseUrl } = config;
    const done = await restore({ file, dataDirectory, databaseUrl, isForced: options.force === true });
    const { rows, auditRows, movedTo, manifest } = done;
    if (options.json)
      console.log(JSON.stringify({ rows, audit_rows: auditRows, made_at: manifest.made_at, moved_to: movedTo }));
    else {
      console.log(`Restored ${rows} rows as of ${manifest.made_at}; the audit log's ${auditRows} rows are unbroken.`);
      if (movedTo) console.log(`What was there before is kept under ${movedTo}.`);
    }
    return EXIT_DONE;
  } finally {
    lock.release();
  }
};

/** Whole or not at all, and readable by its owner only. */
async function write(file: string, body: AsyncIterable<Uint8Array>): Promise<number> {
  const draft = `${file}.part`;
  let bytes = 0;
  try {
    const handle = await open(draft, "wx", 0o600);
    try {
      for await (const piece of body) {
        await handle.writeFile(piece);
        bytes += piece.length;
      }
      await handle.sync();
    } finally {
      await handle.close();
    }
    renameSync(draft, file);
    return bytes;
  } catch (error) {
    rmSync(draft, { force: true });
    throw new StartFailure(`${file} was not written: ${reasonOf(error)}`);
  }
}

function onlyFile(rest: readonly string[]): string {
  const [file, ...more] = rest;
  if (!file || more.length > 0) throw new UsageError("name one file, such as remotelink-2026-01-31.tar.gz");
  return resolve(file);
}
