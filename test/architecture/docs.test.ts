import { expect, test } from "bun:test";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { Glob } from "bun";
import { root } from "./imports.ts";

const pages = await Array.fromAsync(new Glob("{*.md,docs/**/*.md}").scan({ cwd: root }));
const ROOMS = /^(protocol|src|web|agent|installer|bench|tasks|test|docs|drizzle)\//;

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
      if (ROOMS.test(path) && !existsSync(join(root, path))) dead.push(`${page}: ${path}`);
    }
  }
  expect(dead).toEqual([]);
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
