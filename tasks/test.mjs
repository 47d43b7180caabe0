// `npm test`: installs what the tests need, runs everything, and ends with the line "N passed, N failed".
import { join } from "node:path";
import { bunPath, ensureInstalled, run } from "./installed.mjs";
import { ensureSystemPackages } from "./system-packages.mjs";

ensureInstalled();
ensureSystemPackages();
const bun = bunPath();
run(bun, [join("tasks", "build.ts")]);
run(bun, [join("tasks", "test-all.ts"), ...process.argv.slice(2)]);
