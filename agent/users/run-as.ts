/**
 * As whom a technician's commands run: as the agent's own user; an agent that is root becomes the person who sits at the
 * machine, and stays root only where that was asked for and is allowed.
 */
import { existsSync } from "node:fs";
import { parameterName } from "../../protocol/messages/fields.ts";
import { type Account, findAccount, ownAccount } from "./account.ts";
import { findConsoleUser } from "./console-user.ts";

/** Always asked by this path: what PATH says must not choose who becomes whom. */
const SETPRIV = "/usr/bin/setpriv";
const SH = "/bin/sh";
/** Names that no program and no library reads. */
const CARRIED = "REMOTELINK_CARRIED_";
const PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

export type RunAs =
  | { kind: "account"; account: Account /** Goes before the command. */; prefix: readonly string[] }
  /** In words for the technician. */
  | { kind: "nobody"; message: string };

/** @param isElevated stay root; the caller has checked that it is allowed */
export function runAs(isElevated: boolean): RunAs {
  const own = ownAccount();
  if (own.uid !== 0 || isElevated || process.platform !== "linux") return { kind: "account", account: own, prefix: [] };
  const user = findConsoleUser();
  const account = user === null ? null : findAccount(user);
  if (!account) {
    return {
      kind: "nobody",
      message: "nobody is logged in at this machine: this can only be done as its administrator",
    };
  }
  if (!existsSync(SETPRIV)) {
    return { kind: "nobody", message: `${SETPRIV} is missing on this machine: install util-linux` };
  }
  const prefix = [SETPRIV, `--reuid=${account.uid}`, `--regid=${account.gid}`, "--init-groups", "--"];
  return { kind: "account", account, prefix };
}

/**
 * The command as that account, with variables whose names somebody else has chosen. Where a program that is still root comes
 * before it, such a name must mean nothing to it: the dynamic linker would load what LD_PRELOAD names (ld.so(8)). So values
 * travel under names of ours, and get their own once the account has changed; no value is ever on a command line.
 * @param names are variables' names and nothing else (`parameterName`)
 */
export function commandAs(
  { account, prefix }: Extract<RunAs, { kind: "account" }>,
  command: readonly string[],
  variables: Readonly<Record<string, string>>,
): { command: string[]; env: Record<string, string> } {
  const env = environmentOf(account);
  const named = Object.entries(variables);
  if (prefix.length === 0 || named.length === 0) {
    return { command: [...prefix, ...command], env: { ...env, ...variables } };
  }
  const carried = Object.fromEntries(named.map(([, value], index) => [`${CARRIED}${index}`, value]));
  const renames = named.map(([name], index) => {
    const from = `${CARRIED}${index}`;
    return `export ${parameterName.parse(name)}="$${from}"; unset ${from}`;
  });
  const script = [...renames, 'exec "$@"'].join("; ");
  return { command: [...prefix, SH, "-c", script, "sh", ...command], env: { ...env, ...carried } };
}

/** Nothing of the agent's own environment: it may hold its secrets. */
export function environmentOf(account: Account): Record<string, string> {
  return {
    PATH,
    HOME: account.home,
    USER: account.name,
    LOGNAME: account.name,
    SHELL: account.shell,
    LANG: process.env.LANG ?? "C.UTF-8",
    ...(process.platform === "win32" ? { SystemRoot: process.env.SystemRoot ?? "", PATH: process.env.PATH ?? "" } : {}),
  };
}
