/** `bun run verify`: format, lint, types, layers and unit tests side by side. Needs nothing installed but the packages. */
import { fileURLToPath } from "node:url";
import { UNIT_TESTS } from "./unit-tests.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const bun = process.execPath;

/** On a machine that is busy with other things what takes a second takes five. */
const TEST_TIMEOUT_MS = 30_000;

const checks: [name: string, command: string[]][] = [
  ["format and lint", ["node_modules/.bin/biome", "check", "--error-on-warnings", "."]],
  ["types", ["node_modules/.bin/tsc", "-p", "."]],
  ["layers and unit tests", [bun, "test", `--timeout=${TEST_TIMEOUT_MS}`, ...UNIT_TESTS]],
];

const results = await Promise.all(
  checks.map(async ([name, command]) => {
    const started = performance.now();
    const check = Bun.spawn(command, { cwd: root, stdout: "pipe", stderr: "pipe" });
    const [stdout, stderr, code] = await Promise.all([
      new Response(check.stdout).text(),
      new Response(check.stderr).text(),
      check.exited,
    ]);
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    console.log(`${code === 0 ? "ok    " : "FAILED"} ${name} (${seconds} s)`);
    if (code !== 0) console.log(stdout + stderr);
    return code === 0;
  }),
);
process.exit(results.every(Boolean) ? 0 : 1);
