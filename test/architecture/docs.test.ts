import { expect, test } from "bun:test";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { Glob } from "bun";
import { VARIABLES } from "../../src/config.ts";
import { root } from "./imports.ts";

// Two patterns: a glob with a folder within braces finds nothing.
const pages = ["*.md", "docs/**/*.md"].flatMap((pattern) => [...new Glob(pattern).scanSync({ cwd: root })]);
/** Written by a run, and not committed. */
const OUTPUT = "bench/results/";
const ROOMS = /^(protocol|src|web|agent|installer|bench|tasks|test|docs|drizzle)\//;

test("the pages that are checked are found", () => {
  expect(pages).toContain("README.md");
  expect(pages).toContain("docs/operations.md");
});

test("every link of the documentation leads to a file", async () => {
  const dead: string[] = [];
  for (const page of pages) {
    const text = await Bun.file(join(root, page)).text();
    for (const [, target = ""] of text.matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/g)) {
      if (/^[a-z]+:/.test(target)) continue;
      if (!existsSync(join(root, dirname(page), target))) dead.push(`${page}: ${target}`);
    }
  }
  expect(dead).toEqual([]);
});

test("every path that the documentation names in code is there", async () => {
  const dead: string[] = [];
  for (const page of pages) {
    const text = await Bun.file(join(root, page)).text();
    for (const [, path = ""] of text.matchAll(/`([\w@./-]+)`/g)) {
      if (ROOMS.test(path) && path !== OUTPUT && !existsSync(join(root, path))) dead.push(`${page}: ${path}`);
    }
  }
  expect(dead).toEqual([]);
});

test("every variable that the server reads is in the table of docs/operations.md, and no other", async () => {
  const text = await Bun.file(join(root, "docs/operations.md")).text();
  const table = /\n\| variable \|.*\n((?:\|.*\n)+)/.exec(text)?.[1] ?? "";
  const cells = table.split("\n").map((row) => row.split("|")[1] ?? "");
  const documented = cells.flatMap((cell) => [...cell.matchAll(/`([A-Z_]+)`/g)].map(([, name]) => name));
  expect(documented.toSorted()).toEqual(VARIABLES.toSorted());
});

/** The operating system's own, which nobody sets for us. */
const OF_THE_SYSTEM =
  /^(PATH|LANG|DISPLAY|WAYLAND_DISPLAY|XAUTHORITY|XDG_\w+|ComSpec|SystemRoot|ProgramData|NODE_TLS_REJECT_UNAUTHORIZED)$/;

test("what server and agent read of the environment beside that is documented, too", async () => {
  const operations = await Bun.file(join(root, "docs/operations.md")).text();
  const unknown: string[] = [];
  for await (const path of new Glob("{src,agent,protocol}/**/*.ts").scan({ cwd: root })) {
    if (path.endsWith(".test.ts")) continue;
    const text = await Bun.file(join(root, path)).text();
    for (const [, name = ""] of text.matchAll(/\bprocess\.env\.(\w+)/g)) {
      if (!OF_THE_SYSTEM.test(name) && !operations.includes(`\`${name}\``)) unknown.push(`${path}: ${name}`);
    }
  }
  expect(unknown).toEqual([]);
});

test("every dependency has its reason in docs/dependencies.md", async () => {
  const manifest = await Bun.file(join(root, "package.json")).json();
  const reasons = await Bun.file(join(root, "docs/dependencies.md")).text();
  const names = Object.keys({ ...manifest.dependencies, ...manifest.devDependencies });
  expect(names.filter((name) => !reasons.includes(`\`${name}\``))).toEqual([]);
});

test("dependencies are pinned to exact versions", async () => {
  const manifest = await Bun.file(join(root, "package.json")).json();
  const versions = Object.entries<string>({ ...manifest.dependencies, ...manifest.devDependencies });
  expect(versions.filter(([, version]) => !/^(npm:@?[\w/-]+@)?\d+\.\d+\.\d+$/.test(version))).toEqual([]);
});
