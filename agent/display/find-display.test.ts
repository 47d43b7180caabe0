import { afterEach, expect, test } from "bun:test";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { DisplayAccess } from "../stream/screen-stream.ts";
import type { ClueSources } from "./display-clues.ts";
import { findDisplay } from "./find-display.ts";

const directories: string[] = [];
afterEach(() => {
  for (const directory of directories.splice(0)) rmSync(directory, { recursive: true, force: true });
});

/** A machine made of folders: sockets of X servers, processes, authority files. */
function machine(env: ClueSources["env"] = {}) {
  const root = mkdtempSync(join(tmpdir(), "remotelink-display-"));
  directories.push(root);
  for (const name of ["sockets", "proc", "home"]) mkdirSync(join(root, name));
  let nextProcess = 100;
  return {
    sources: {
      env,
      home: join(root, "home"),
      socketDirectory: join(root, "sockets"),
      procDirectory: join(root, "proc"),
      homeOf: () => null,
    } satisfies ClueSources,
    socket: (number: number) => writeFileSync(join(root, "sockets", `X${number}`), ""),
    file(name: string): string {
      writeFileSync(join(root, name), "");
      return join(root, name);
    },
    process(command: string[], environment: Record<string, string> = {}) {
      const directory = join(root, "proc", String(nextProcess++));
      mkdirSync(directory);
      writeFileSync(join(directory, "cmdline"), `${command.join("\0")}\0`);
      const pairs = Object.entries(environment).map(([name, value]) => `${name}=${value}`);
      writeFileSync(join(directory, "environ"), pairs.join("\0"));
    },
  };
}

/** A probe that lets in only these, and notes what was tried. */
function probing(...open: [display: string, authority: string | null][]) {
  const tried: DisplayAccess[] = [];
  return {
    tried,
    async probe(access: DisplayAccess) {
      tried.push(access);
      const isOpen = open.some(([display, authority]) => display === access.display && authority === access.authority);
      return isOpen ? ("ok" as const) : ("refused" as const);
    },
  };
}

test("takes the display and authority of the environment first", async () => {
  const host = machine();
  const authority = host.file("own-authority");
  host.socket(0);
  host.socket(5);
  const { probe, tried } = probing([":5", authority]);
  const sources = { ...host.sources, env: { DISPLAY: ":5.0", XAUTHORITY: authority } };
  expect(await findDisplay({ sources, probe })).toEqual({ kind: "found", access: { display: ":5", authority } });
  expect(tried).toHaveLength(1);
});

test("without an environment finds the X server's own authority from its command line", async () => {
  const host = machine();
  const authority = host.file("server-authority");
  host.socket(0);
  host.process(["/usr/lib/xorg/Xorg", ":0", "-seat", "seat0", "-auth", authority, "vt7"]);
  const { probe } = probing([":0", authority]);
  expect(await findDisplay({ sources: host.sources, probe })).toMatchObject({ kind: "found", access: { authority } });
});

test("finds the authority in the environment of a program on that display", async () => {
  const host = machine();
  const authority = host.file("user-authority");
  host.socket(1);
  host.process(["/usr/bin/xfce4-session"], { DISPLAY: ":1", XAUTHORITY: authority });
  const { probe } = probing([":1", authority]);
  expect(await findDisplay({ sources: host.sources, probe })).toMatchObject({ access: { display: ":1", authority } });
});

test("a server that asks for no authority is found too", async () => {
  const host = machine();
  host.socket(3);
  const { probe } = probing([":3", null]);
  expect(await findDisplay({ sources: host.sources, probe })).toMatchObject({
    access: { display: ":3", authority: null },
  });
});

test("tries the next display when one does not let us in", async () => {
  const host = machine();
  host.socket(0);
  host.socket(1);
  const { probe } = probing([":1", null]);
  expect(await findDisplay({ sources: host.sources, probe })).toMatchObject({ access: { display: ":1" } });
});

test("with a display named, does not go over to just any other one", async () => {
  const host = machine({ DISPLAY: ":7" });
  host.socket(1);
  const { probe, tried } = probing([":1", null]);
  expect(await findDisplay({ sources: host.sources, probe })).toMatchObject({ kind: "problem" });
  expect(tried.map(({ display }) => display)).toEqual([":7"]);
});

test("no display at all: says so, and what to do", async () => {
  const { probe } = probing();
  const found = await findDisplay({ sources: machine().sources, probe });
  expect(found).toMatchObject({
    kind: "problem",
    problem: "no_display",
    message: expect.stringContaining("Start one"),
  });
});

test("a display that refuses: names it, and what to do", async () => {
  const host = machine();
  host.socket(0);
  const { probe } = probing();
  expect(await findDisplay({ sources: host.sources, probe })).toMatchObject({
    problem: "no_authority",
    message: expect.stringMatching(/:0 .*XAUTHORITY/),
  });
});

test("a Wayland session with its Xwayland is told as that, not shown black", async () => {
  const host = machine();
  host.socket(0);
  host.process(["/usr/bin/gnome-shell"], { XDG_SESSION_TYPE: "wayland", WAYLAND_DISPLAY: "wayland-0" });
  host.process(["/usr/bin/Xwayland", ":0", "-rootless"]);
  const { probe, tried } = probing([":0", null]);
  expect(await findDisplay({ sources: host.sources, probe })).toMatchObject({
    problem: "wayland",
    message: expect.stringContaining("Xorg"),
  });
  expect(tried).toEqual([]);
});

test("an X display beside a Wayland session is used", async () => {
  const host = machine();
  host.socket(4);
  host.process(["/usr/bin/gnome-shell"], { XDG_SESSION_TYPE: "wayland" });
  host.process(["/usr/bin/Xvfb", ":4"]);
  const { probe } = probing([":4", null]);
  expect(await findDisplay({ sources: host.sources, probe })).toMatchObject({ access: { display: ":4" } });
});
