/** A script as a file that only the account that runs it can read, gone with its run. */
import { chmodSync, chownSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Account } from "../users/account.ts";

export type ScriptFile = { path: string; remove(): void };

/** @param owner null: this process's own user. @throws Error where it cannot be written; then nothing of it is left */
export function writeScriptFile(script: string, extension: string, owner: Account | null): ScriptFile {
  const directory = mkdtempSync(join(tmpdir(), "remotelink-script-"));
  const remove = () => rmSync(directory, { recursive: true, force: true });
  try {
    const path = join(directory, `script${extension}`);
    writeFileSync(path, script, { mode: 0o400, flag: "wx" });
    if (owner) {
      chownSync(path, owner.uid, owner.gid);
      // Passed through, not listed: the folder itself stays the agent's.
      chmodSync(directory, 0o711);
    }
    return { path, remove };
  } catch (failure) {
    remove();
    throw failure;
  }
}
