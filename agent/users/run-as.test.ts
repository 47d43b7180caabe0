import { afterEach, expect, test } from "bun:test";
import { chmodSync, mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { commandAs, type RunAs } from "./run-as.ts";

const NOBODY = { name: "nobody", uid: 65_534, gid: 65_534, home: "/", shell: "/bin/sh" };
const AS_NOBODY: Extract<RunAs, { kind: "account" }> = {
  kind: "account",
  account: NOBODY,
  prefix: ["/usr/bin/setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--"],
};
const IS_ROOT = process.platform === "linux" && process.getuid?.() === 0;

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

function openFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "remotelink-run-as-"));
  chmodSync(folder, 0o777);
  folders.push(folder);
  return folder;
}

function run(command: readonly string[], variables: Record<string, string>) {
  const started = commandAs(AS_NOBODY, command, variables);
  const { stdout, exitCode } = Bun.spawnSync(started.command, { env: started.env, cwd: "/" });
  return { said: stdout.toString(), exitCode };
}

test.skipIf(!IS_ROOT)("what a variable makes the linker do, it does as the account and never as root", () => {
  const folder = openFolder();
  const { said } = run(["/bin/sh", "-c", "id -u"], { LD_DEBUG: "files", LD_DEBUG_OUTPUT: join(folder, "loaded") });
  expect(said).toBe("65534\n");
  const owners = readdirSync(folder).map((name) => statSync(join(folder, name)).uid);
  expect(new Set(owners)).toEqual(new Set([NOBODY.uid]));
});

test.skipIf(!IS_ROOT)("variables arrive as they are, under their own names and no others", () => {
  const value = `it's "quoted" $(id) \`id\`; \\ \n 漢字 😀\n`;
  const { said } = run(["/usr/bin/env", "-0"], { VALUE: value, EMPTY: "" });
  const arrived = said.split("\0");
  expect(arrived).toContain(`VALUE=${value}`);
  expect(arrived).toContain("EMPTY=");
  expect(said).not.toContain("REMOTELINK_");
});

test.skipIf(!IS_ROOT)("the command's own arguments and exit code stay as they are", () => {
  expect(run(["/bin/sh", "-c", 'printf %s "$1"; exit 7', "sh", "a b"], { A: "1" })).toEqual({
    said: "a b",
    exitCode: 7,
  });
});

test("no value is on the command line, and no name but a variable's", () => {
  const { command } = commandAs(AS_NOBODY, ["/bin/true"], { TOKEN: "s3cret" });
  expect(command.join(" ")).not.toContain("s3cret");
  expect(() => commandAs(AS_NOBODY, ["/bin/true"], { "A=1; id #": "" })).toThrow();
});

test("who stays who they are gets the variables as they are", () => {
  const { command, env } = commandAs({ ...AS_NOBODY, prefix: [] }, ["/bin/true"], { LANGUAGE: "de" });
  expect(command).toEqual(["/bin/true"]);
  expect(env).toMatchObject({ HOME: "/", LANGUAGE: "de" });
});
