/**
 * A folder that only one user may enter, made by root: whoever sits at the machine may reach root's agent by the socket
 * in it, and nobody else. The folder is handed over last, so that root does nothing by a path that the user could change.
 */
import { chmodSync, chownSync, mkdirSync, renameSync, rmdirSync, unlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { SHARED_DIRECTORY, sharedSocketPath } from "./socket-paths.ts";

/**
 * @param listen opens the socket at this path
 * @returns removes it again
 */
export function shareWith(uid: number, gid: number, listen: (path: string) => () => void): () => void {
  const path = sharedSocketPath(uid);
  const directory = dirname(path);
  mkdirSync(SHARED_DIRECTORY, { recursive: true, mode: 0o755 });
  setAside(directory);
  mkdirSync(directory, { mode: 0o700 });
  const close = listen(path);
  // The folder decides who gets here; the socket itself is for whoever does.
  chmodSync(path, 0o666);
  chmodSync(directory, 0o500);
  chownSync(directory, uid, gid);
  return () => {
    close();
    setAside(directory);
  };
}

/** What the user may have put into it is not root's to delete by path: a folder that is not empty is renamed. */
function setAside(directory: string): void {
  try {
    ignoreAbsence(() => unlinkSync(join(directory, "agent.sock")));
    ignoreAbsence(() => rmdirSync(directory));
  } catch {
    renameSync(directory, `${directory}.${crypto.randomUUID()}`);
  }
}

function ignoreAbsence(act: () => void): void {
  try {
    act();
  } catch (failure) {
    if (!(failure instanceof Error && "code" in failure && failure.code === "ENOENT")) throw failure;
  }
}
