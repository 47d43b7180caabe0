/** Where a visit (`--run-once`) has its libraries: a private directory that goes with the process, so that nothing is left. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** By the environment, as Workers load libraries, too. */
export const VISIT_LIBRARIES = "REMOTELINK_VISIT_LIBRARIES";

/** To be called before anything is loaded. @returns removes them; the end of the process does, too */
export function keepLibrariesForVisit(): () => void {
  const directory = mkdtempSync(join(tmpdir(), "remotelink-visit-"));
  process.env[VISIT_LIBRARIES] = directory;
  const remove = (): void => rmSync(directory, { recursive: true, force: true });
  process.once("exit", remove);
  return remove;
}
