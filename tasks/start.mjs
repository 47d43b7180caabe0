// `npm start`: installs, builds what is stale, and serves. Needs Node only; everything else comes from the lockfile.
import { spawn } from "node:child_process";
import { join } from "node:path";
import { bunPath, ensureInstalled, root, run } from "./installed.mjs";

ensureInstalled();
const bun = bunPath();
run(bun, [join("tasks", "build.ts")]);

const server = spawn(bun, [join("src", "main.ts"), ...process.argv.slice(2)], { cwd: root, stdio: "inherit" });
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => server.kill(signal));
server.on("exit", (code, signal) => process.exit(signal ? 1 : (code ?? 1)));
