/** Runs the static checks and every suite one after the other and adds up their results. Arguments narrow it to suites. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { readJunit, type SuiteResult } from "./junit.ts";
import { UNIT_TESTS } from "./unit-tests.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const bun = process.execPath;

const STATIC_CHECKS: [name: string, command: string[]][] = [
  ["format and lint", ["node_modules/.bin/biome", "check", "--error-on-warnings", "."]],
  ["types", ["node_modules/.bin/tsc", "-p", "."]],
];
const SUITES: [name: string, paths: string[]][] = [
  ["unit", UNIT_TESTS],
  ["contract", ["./test/contract"]],
  ["integration", ["./test/integration"]],
  ["e2e", ["./test/e2e"]],
];
/** A browser on a loaded two-core machine needs its time; what hangs is ended here, not by the whole run's limit. */
const TEST_TIMEOUT_MS = 120_000;

const wanted = process.argv.slice(2);
const isWanted = (name: string) => wanted.length === 0 || wanted.includes(name);
const reports = await mkdtemp(join(tmpdir(), "remotelink-tests-"));
const total: SuiteResult = { passed: 0, failed: 0, skipped: [] };

for (const [name, command] of STATIC_CHECKS) {
  if (!isWanted("static")) continue;
  if ((await run(name, command)) === 0) total.passed++;
  else total.failed++;
}
for (const [name, paths] of SUITES) {
  if (!isWanted(name)) continue;
  const report = join(reports, `${name}.xml`);
  const options = [`--timeout=${TEST_TIMEOUT_MS}`, "--reporter=junit", `--reporter-outfile=${report}`];
  const code = await run(name, [bun, "test", ...options, ...paths]);
  const result = await readJunit(report);
  total.passed += result.passed;
  total.skipped.push(...result.skipped);
  // A suite that ends badly without a failed test (a crash, an unhandled error) has failed all the same.
  total.failed += result.failed === 0 && code !== 0 ? 1 : result.failed;
}
await rm(reports, { recursive: true, force: true });

if (total.skipped.length > 0) console.log(`\nSkipped:\n${total.skipped.map((test) => `  ${test}`).join("\n")}`);
const skipped = total.skipped.length > 0 ? `, ${total.skipped.length} skipped` : "";
console.log(`\n${total.passed} passed, ${total.failed} failed${skipped}`);
process.exit(total.failed > 0 || total.passed === 0 ? 1 : 0);

async function run(name: string, command: string[]): Promise<number> {
  const started = performance.now();
  console.log(`\n── ${name}`);
  const code = await Bun.spawn(command, { cwd: root, stdio: ["ignore", "inherit", "inherit"] }).exited;
  console.log(`── ${name}: ${code === 0 ? "ok" : "FAILED"} in ${((performance.now() - started) / 1000).toFixed(0)} s`);
  return code;
}
