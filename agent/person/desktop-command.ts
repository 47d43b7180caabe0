/** How a program is started on the person's desktop: with a clean environment, and as them where the agent is root. */
import { existsSync, type Stats, statSync } from "node:fs";
import type { DisplayAccess } from "../stream/screen-stream.ts";

export type DesktopCommand = { argv: string[]; env: Record<string, string> };

const SETPRIV = "/usr/bin/setpriv";

/**
 * Nothing of the agent's own environment reaches it.
 * @param own variables that this program is told its texts by
 */
export function desktopCommand(
  argv: readonly string[],
  access: DisplayAccess,
  own: Record<string, string> = {},
): DesktopCommand {
  if (process.platform !== "linux") return { argv: [...argv], env: { ...systemEnvironment(), ...own } };
  const owner = ownerOf(access.authority);
  const isOther = process.getuid?.() === 0 && owner !== null && owner.uid !== 0 && existsSync(SETPRIV);
  // A toolkit with root's rights on somebody's desktop would take orders from every program there.
  const become = isOther
    ? [SETPRIV, `--reuid=${owner.uid}`, `--regid=${owner.gid}`, "--init-groups", "--inh-caps=-all", "--"]
    : [];
  const env: Record<string, string> = {
    PATH: "/usr/bin:/bin",
    LANG: process.env.LANG ?? "C.UTF-8",
    DISPLAY: access.display,
    ...busOf(isOther ? owner.uid : process.getuid?.()),
    ...own,
  };
  if (access.authority) env.XAUTHORITY = access.authority;
  return { argv: [...become, ...argv], env };
}

/** Without the person's own bus, a program would start one that outlives it. */
function busOf(uid: number | undefined): Record<string, string> {
  const runtime = `/run/user/${uid}`;
  if (!existsSync(`${runtime}/bus`)) return { DBUS_SESSION_BUS_ADDRESS: "disabled:", NO_AT_BRIDGE: "1" };
  return { XDG_RUNTIME_DIR: runtime, DBUS_SESSION_BUS_ADDRESS: `unix:path=${runtime}/bus` };
}

function systemEnvironment(): Record<string, string> {
  const { SystemRoot } = process.env;
  return SystemRoot ? { SystemRoot } : { PATH: "/usr/bin:/bin" };
}

/** Whose desktop it is: the owner of the file that opens it. */
function ownerOf(authority: string | null): Stats | null {
  return authority ? (statSync(authority, { throwIfNoEntry: false }) ?? null) : null;
}
