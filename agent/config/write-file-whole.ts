/** A small file of the agent's own: written whole or not at all, readable by its owner only. */
import { chmodSync, closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from "node:fs";

/** By rename, so that a crash leaves the old one or the new one, mode 0600. @throws what the file system says */
export function writeFileWhole(path: string, text: string): void {
  const temporary = `${path}.${process.pid}.part`;
  try {
    const file = openSync(temporary, "wx", 0o600);
    try {
      writeSync(file, `${text}\n`);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    chmodSync(temporary, 0o600);
    renameSync(temporary, path);
  } catch (failure) {
    rmSync(temporary, { force: true });
    throw failure;
  }
}
