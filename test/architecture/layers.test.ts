import { expect, test } from "bun:test";
import { readSourceFiles, type SourceFile } from "./imports.ts";

const files = await readSourceFiles();
const product = files.filter((file) => !file.path.includes(".test."));
const byPath = new Map(product.map((file) => [file.path, file]));

/** Imports of files whose path matches `from` into files that match `into`, as "a → b". */
function crossings(from: RegExp, into: RegExp, list: readonly SourceFile[] = product): string[] {
  return list
    .filter((file) => from.test(file.path))
    .flatMap((file) => file.imports.filter((path) => into.test(path)).map((path) => `${file.path} → ${path}`));
}

test("protocol imports none of ours and only zod", () => {
  expect(crossings(/^protocol\//, /^(?!protocol\/)/)).toEqual([]);
  const packages = product.filter((file) => file.path.startsWith("protocol/")).flatMap((file) => file.packages);
  expect([...new Set(packages)]).toEqual(["zod"]);
});

test("web, agent and server import only the protocol of one another", () => {
  expect(crossings(/^web\//, /^(?!web\/|protocol\/)/)).toEqual([]);
  expect(crossings(/^agent\//, /^(?!agent\/|protocol\/|package\.json|node_modules\/)/)).toEqual([]);
  expect(crossings(/^src\//, /^(?!src\/|protocol\/|package\.json|installer\/linux\/)/)).toEqual([]);
});

test("http and relay call services, never each other and never the database", () => {
  expect(crossings(/^src\/http\//, /^src\/(relay|db)\//)).toEqual([]);
  expect(crossings(/^src\/relay\//, /^src\/(http|db)\//)).toEqual([]);
});

test("services and the database know neither http nor the relay", () => {
  expect(crossings(/^src\/(services|db|lib)\//, /^src\/(http|relay)\//)).toEqual([]);
});

test("the command line is put together from the others, and only the programs' entries know it", () => {
  expect(crossings(/^src\/(http|relay|services|db|lib|jobs)\//, /^src\/cli\//)).toEqual([]);
  expect(crossings(/^src\/cli\//, /^src\/(http|relay)\//)).toEqual([]);
});

test("the agent's rooms are handed what they need and never import the connection", () => {
  expect(crossings(/^agent\/[^/]+\//, /^agent\/(connection|dispatch|session|main)\.ts$/)).toEqual([]);
});

test("the pages load the viewer lazily and never import from it", () => {
  const eager = product.filter(
    (file) => /^web\/src\/(?!viewer\/)/.test(file.path) && /^import .*"[^"]*\/viewer\//m.test(file.text),
  );
  expect(eager.map((file) => file.path)).toEqual([]);
});

test("no import cycles", () => {
  const done = new Set<string>();
  const cycles: string[] = [];
  const visit = (path: string, trail: string[]): void => {
    const at = trail.indexOf(path);
    if (at >= 0) cycles.push([...trail.slice(at), path].join(" → "));
    if (at >= 0 || done.has(path)) return;
    for (const next of byPath.get(path)?.imports ?? []) visit(next, [...trail, path]);
    done.add(path);
  };
  for (const file of product) visit(file.path, []);
  expect(cycles).toEqual([]);
});

test("no barrels: no file only passes on others' exports", () => {
  const isBarrel = (text: string) => {
    const lines = text
      .replace(/\/\*[\s\S]*?\*\//g, "")
      .split("\n")
      .filter((line) => line.trim() && !/^\s*\/\//.test(line));
    return lines.length > 0 && lines.every((line) => /^export (type )?(\*|\{[^}]*\}) from /.test(line));
  };
  expect(product.filter((file) => isBarrel(file.text)).map((file) => file.path)).toEqual([]);
});

test("names say what is inside: no utils, helpers, common, manager, misc", () => {
  const vague = files.filter((file) => /(^|[/.-])(utils?|helpers?|common|managers?|misc)([/.-]|$)/i.test(file.path));
  expect(vague.map((file) => file.path)).toEqual([]);
});

test("no file is a dumping ground: none is longer than 400 lines", () => {
  const long = product.filter((file) => file.text.split("\n").length > 400);
  expect(long.map((file) => `${file.path}: ${file.text.split("\n").length} lines`)).toEqual([]);
});
