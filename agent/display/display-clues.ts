/** Where displays and their authorities show: the environment, sockets of X servers, and what running processes were given. */
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { homedir, userInfo } from "node:os";
import { join } from "node:path";

export type DisplayClue = {
  display: string;
  /** Authority files worth trying, the likeliest first; null: none, for a server that asks for none. */
  authorities: (string | null)[];
  isXwayland: boolean;
};

/** What is looked at; tests hand in folders of their own. */
export type ClueSources = {
  env: { DISPLAY?: string; XAUTHORITY?: string; WAYLAND_DISPLAY?: string };
  home: string;
  /** Holds X0, X1, … */
  socketDirectory: string;
  procDirectory: string;
  /** Home directory of a user id, for `.Xauthority`. */
  homeOf(uid: number): string | null;
};

type Process = { command: string[]; environment: Map<string, string>; uid: number };

const FIRST_USER_ID = 1000;
const X_SERVER = /(^|\/)(X|Xorg|Xorg\.bin|Xvfb|Xephyr|Xnest|Xvnc|Xtigervnc|Xtightvnc|Xwayland|Xdummy)$/;

export function systemSources(): ClueSources {
  return {
    env: {
      DISPLAY: process.env.DISPLAY,
      XAUTHORITY: process.env.XAUTHORITY,
      WAYLAND_DISPLAY: process.env.WAYLAND_DISPLAY,
    },
    home: homedir(),
    socketDirectory: "/tmp/.X11-unix",
    procDirectory: "/proc",
    homeOf: homeOfUser,
  };
}

/** @returns displays, the likeliest first, and whether someone is signed in to a Wayland session with no X display of its own */
export function findClues(sources: ClueSources): { clues: DisplayClue[]; wayland: boolean } {
  const processes = readProcesses(sources.procDirectory);
  const own = normalDisplay(sources.env.DISPLAY);
  const sockets = listNames(sources.socketDirectory).flatMap((name) => /^X(\d+)$/.exec(name)?.[1] ?? []);
  const others = sockets.map((number) => `:${number}`).filter((display) => display !== own);
  // Where a display was named, only one that a person works on can take its place, not any virtual one.
  const usable = own ? others.filter((display) => isWorkedOn(display, processes)) : others;
  const clues = [...(own ? [own] : []), ...usable].map((display) => ({
    clue: clueOf(display, processes, sources),
    rank: rankOf(display, own, processes),
  }));
  clues.sort((a, b) => a.rank - b.rank);
  const wayland = Boolean(sources.env.WAYLAND_DISPLAY) || processes.some((one) => isWaylandSession(one));
  return { clues: clues.map((one) => one.clue), wayland: wayland && clues.every((one) => one.clue.isXwayland) };
}

function clueOf(display: string, processes: readonly Process[], sources: ClueSources): DisplayClue {
  const running = processes.filter((one) => X_SERVER.test(one.command[0] ?? ""));
  const named = running.filter((one) => displayOfServer(one) === display);
  // One that chose its number itself (-displayfd, as GNOME's does) may be this one.
  const servers = named.length > 0 ? named : running.filter((one) => displayOfServer(one) === null);
  const users = processes.filter((one) => normalDisplay(one.environment.get("DISPLAY")) === display);
  const candidates = [
    sources.env.XAUTHORITY,
    // A user's own file first: the server's is often for root and the greeter only.
    ...users.map((one) => one.environment.get("XAUTHORITY")),
    ...servers.map((one) => argumentAfter(one.command, "-auth")),
    ...users.map((one) => authorityInHome(sources.homeOf(one.uid))),
    authorityInHome(sources.home),
  ];
  const files = new Set(candidates.filter((path): path is string => Boolean(path) && existsSync(path ?? "")));
  return {
    display,
    authorities: [...files, null],
    isXwayland: named.some((one) => /(^|\/)Xwayland$/.test(one.command[0] ?? "")),
  };
}

/** The named display first, then those a person works on, then greeters and virtual ones; low numbers first. */
function rankOf(display: string, own: string | null, processes: readonly Process[]): number {
  if (display === own) return -1;
  return Number(display.slice(1)) + (isWorkedOn(display, processes) ? 0 : 100_000);
}

function isWorkedOn(display: string, processes: readonly Process[]): boolean {
  return processes.some((one) => one.uid >= FIRST_USER_ID && normalDisplay(one.environment.get("DISPLAY")) === display);
}

function isWaylandSession(one: Process): boolean {
  return one.environment.get("XDG_SESSION_TYPE") === "wayland" || one.environment.has("WAYLAND_DISPLAY");
}

/** ":0.0" and "unix:0" are ":0"; a display on another machine is none of ours. */
function normalDisplay(text: string | undefined): string | null {
  const number = /^(?:unix)?:(\d+)(?:\.\d+)?$/.exec(text ?? "")?.[1];
  return number === undefined ? null : `:${number}`;
}

function displayOfServer(server: Process): string | null {
  const named = server.command.find((argument) => /^:\d+$/.test(argument));
  // An X server without a display argument serves :0, unless it was told to choose (-displayfd).
  return named ?? (server.command.includes("-displayfd") ? null : ":0");
}

function argumentAfter(command: readonly string[], flag: string): string | undefined {
  const at = command.indexOf(flag);
  return at < 0 ? undefined : command[at + 1];
}

function authorityInHome(home: string | null): string | undefined {
  return home ? join(home, ".Xauthority") : undefined;
}

function readProcesses(directory: string): Process[] {
  return listNames(directory)
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      const path = join(directory, name);
      const command = readText(join(path, "cmdline")).split("\0").filter(Boolean);
      if (command.length === 0) return [];
      return [{ command, environment: readEnvironment(join(path, "environ")), uid: ownerOf(path) }];
    });
}

function readEnvironment(path: string): Map<string, string> {
  const pairs = readText(path).split("\0");
  return new Map(
    pairs.flatMap((pair) => {
      const at = pair.indexOf("=");
      return at > 0 ? [[pair.slice(0, at), pair.slice(at + 1)] as const] : [];
    }),
  );
}

function homeOfUser(uid: number): string | null {
  if (uid === userInfo().uid) return homedir();
  const line = readText("/etc/passwd")
    .split("\n")
    .find((one) => one.split(":")[2] === String(uid));
  return line?.split(":")[5] ?? null;
}

// Processes end while they are read, and those of other users may not be: both look as if they had said nothing.
function readText(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}

function listNames(directory: string): string[] {
  try {
    return readdirSync(directory);
  } catch {
    return [];
  }
}

function ownerOf(path: string): number {
  try {
    return statSync(path).uid;
  } catch {
    return -1;
  }
}
