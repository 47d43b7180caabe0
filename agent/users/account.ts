/** Accounts of this machine as its user database has them (getent(1), so that LDAP and the like are included). */
import { existsSync, readFileSync } from "node:fs";
import { userInfo } from "node:os";

export type Account = { name: string; uid: number; gid: number; home: string; shell: string };

const GETENT = "/usr/bin/getent";
const ID = "/usr/bin/id";
const DEFAULT_SHELL = "/bin/sh";

/** @param key a name or a user id */
export function findAccount(key: string | number): Account | null {
  const line = existsSync(GETENT)
    ? Bun.spawnSync([GETENT, "passwd", "--", String(key)], { env: {} })
        .stdout.toString()
        .trim()
    : lineOfFile(key);
  const [name, , uid, gid, , home, shell] = line.split(":");
  if (!name || !uid || !gid) return null;
  return { name, uid: Number(uid), gid: Number(gid), home: home || "/", shell: shell || DEFAULT_SHELL };
}

/** Who this process runs as. */
export function ownAccount(): Account {
  const { username, uid, gid, homedir, shell } = userInfo();
  const own = process.platform === "win32" ? null : findAccount(uid);
  return own ?? { name: username, uid, gid, home: homedir, shell: shell ?? DEFAULT_SHELL };
}

/** All groups of the account, its own first. */
export function groupsOf({ name, gid }: Account): number[] {
  const answer = Bun.spawnSync([ID, "-G", "--", name], { env: {} });
  const listed = answer.stdout.toString().trim().split(" ").map(Number).filter(Number.isInteger);
  return [...new Set([gid, ...(answer.success ? listed : [])])];
}

function lineOfFile(key: string | number): string {
  const fields = typeof key === "number" ? 2 : 0;
  const lines = readFileSync("/etc/passwd", "utf8").split("\n");
  return lines.find((line) => line.split(":")[fields] === String(key)) ?? "";
}
