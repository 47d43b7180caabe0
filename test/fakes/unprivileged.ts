/** Running what installs itself as a user without rights: as root it would install into the system that runs the tests. */
import { chownSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Debian's nobody. */
const NOBODY = 65_534;
const isRoot = process.getuid?.() === 0;

/** A new home of that user, below the temporary directory; the caller removes it. */
export function makeUnprivilegedHome(): string {
  const home = mkdtempSync(join(tmpdir(), "remotelink-home-"));
  if (isRoot) chownSync(home, NOBODY, NOBODY);
  return home;
}

/** The command as that user; unchanged when we are not root ourselves. */
export function asUnprivileged(command: readonly string[]): string[] {
  return isRoot ? ["setpriv", `--reuid=${NOBODY}`, `--regid=${NOBODY}`, "--clear-groups", ...command] : [...command];
}
