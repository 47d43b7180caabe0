/** Where the agent's local socket is: beside its config, and for an agent that is root in a folder of who sits there. */
import { createHash } from "node:crypto";
import { tmpdir, userInfo } from "node:os";
import { join, resolve } from "node:path";
import { defaultConfigPath } from "../config/config-file.ts";

/** sockaddr_un: 108 bytes with the closing NUL on Linux, 104 on macOS. */
const MAX_PATH_BYTES = 103;
/** Root's own: what stands in it was put there by root. */
export const SHARED_DIRECTORY = "/run/remotelink";

/** For the agent's own user. A folder so deep that its socket would have no name has it in the temporary one. */
export function ownSocketPath(configPath: string): string {
  const path = `${resolve(configPath)}.sock`;
  if (Buffer.byteLength(path) <= MAX_PATH_BYTES) return path;
  const name = createHash("sha256").update(path).digest("hex").slice(0, 16);
  return join(tmpdir(), `remotelink-${userInfo().uid}-${name}.sock`);
}

/** For the person at the machine of an agent that is root. */
export function sharedSocketPath(uid: number): string {
  return join(SHARED_DIRECTORY, String(uid), "agent.sock");
}

/** Where to ask, the likeliest first. */
export function socketCandidates(configPath: string | undefined): string[] {
  const own = ownSocketPath(configPath ?? defaultConfigPath());
  const isOther = configPath === undefined && process.platform === "linux" && userInfo().uid !== 0;
  return isOther ? [own, sharedSocketPath(userInfo().uid)] : [own];
}
