/** Who sits at the machine: the user of the active session, as systemd-logind records it, or else of the desktop's programs. */
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";

const SYSTEMD_SESSIONS = "/run/systemd/sessions";
const FIRST_USER_ID = 1000;
/** Debian's nobody and above: no people. */
const LAST_USER_ID = 59_999;

/** @returns the user's name, or the id where only that is known; null: nobody */
export function findConsoleUser(): string | number | null {
  return userOfSeat() ?? ownerOfDesktop();
}

/** The user of the active graphical or console session. */
export function userOfSeat(): string | null {
  for (const name of listNames(SYSTEMD_SESSIONS)) {
    const record = readText(`${SYSTEMD_SESSIONS}/${name}`);
    const isAtSeat = /^SEAT=seat/m.test(record) && /^ACTIVE=1$/m.test(record) && /^CLASS=user$/m.test(record);
    const user = /^USER=(.+)$/m.exec(record)?.[1];
    if (isAtSeat && user) return user;
  }
  return null;
}

/** Without logind: a person whose programs know a display. */
function ownerOfDesktop(): number | null {
  for (const name of listNames("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    const uid = ownerOf(`/proc/${name}`);
    if (uid < FIRST_USER_ID || uid > LAST_USER_ID) continue;
    if (/(^|\0)(WAYLAND_)?DISPLAY=/.test(readText(`/proc/${name}/environ`))) return uid;
  }
  return null;
}

// What is listed may be gone when it is read: then it says nothing.
function readText(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}

function listNames(directory: string): string[] {
  return existsSync(directory) ? readdirSync(directory) : [];
}

function ownerOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.uid ?? -1;
}
