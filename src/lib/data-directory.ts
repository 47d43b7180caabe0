/** DATA_DIR: database, keys and secrets, for the server's user only. */

import { randomBytes } from "node:crypto";
import { chmodSync, existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { codeOf, reasonOf, StartFailure } from "./start-failure.ts";

const SECRET_BYTES = 32;

/**
 * Makes the directory (0700) where it is missing, and closes it to others where it is there.
 * @returns its absolute path
 * @throws StartFailure where it cannot be made or written
 */
export function prepareDataDirectory(path: string): string {
  return prepare("DATA_DIR", path, (directory) => chmodSync(directory, 0o700));
}

/** Like DATA_DIR, but who may read what is there already is the operator's. */
export function prepareRecordingDirectory(path: string): string {
  return prepare("RECORDING_DIR", path);
}

function prepare(variable: string, path: string, restrict: (directory: string) => void = () => {}): string {
  const directory = resolve(path);
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    restrict(directory);
    // Root may write where the mode says no, and a read-only mount says yes: only trying tells.
    const probe = join(directory, `.write-probe-${process.pid}`);
    writeFileSync(probe, "");
    rmSync(probe);
  } catch (error) {
    const user = process.getuid ? `user ${process.getuid()}` : "this user";
    throw new StartFailure(
      `${variable} ${directory} cannot be written (${codeOf(error) || reasonOf(error)}): make it writable for ${user}, or set ${variable} to another directory`,
    );
  }
  return directory;
}

/** The secret that everything is keyed with; made once, 0600. @throws StartFailure */
export function readOrMakeSecret(directory: string): string {
  const path = join(directory, "auth-secret");
  try {
    if (!existsSync(path)) makeSecret(path);
    const secret = readFileSync(path, "utf8").trim();
    if (secret.length >= SECRET_BYTES) return secret;
  } catch (error) {
    throw new StartFailure(`${path} cannot be read or written: ${reasonOf(error)}`);
  }
  throw new StartFailure(`${path} is damaged: restore it from a backup, or remove it and enroll all machines again`);
}

/** Written whole under another name first: a crash leaves no half secret, and of two starting servers the first one's stays. */
function makeSecret(path: string): void {
  const draft = `${path}.${process.pid}.new`;
  writeFileSync(draft, `${randomBytes(SECRET_BYTES).toString("base64url")}\n`, { mode: 0o600, flush: true });
  try {
    linkSync(draft, path);
  } catch (error) {
    if (codeOf(error) !== "EEXIST") throw error;
  } finally {
    rmSync(draft);
  }
}
