/** The agent's entry: command line in, exit code out. Every failure that ends it becomes one line here. */
import { HELP, parseCommandLine } from "./cli.ts";
import { EXIT, FatalError, reasonOf } from "./exit.ts";
import { endSessions, showStatus } from "./local/commands.ts";
import { createLog } from "./log.ts";
import { run } from "./run.ts";
import { AGENT_VERSION } from "./version.ts";

async function main(): Promise<number> {
  const options = parseCommandLine(process.argv.slice(2));
  if (options.wants === "help") {
    process.stdout.write(HELP);
    return EXIT.ok;
  }
  if (options.wants === "version") {
    process.stdout.write(`remotelink-agent ${AGENT_VERSION}\n`);
    return EXIT.ok;
  }
  if (options.wants === "status") return showStatus(options);
  if (options.wants === "end") return endSessions(options);
  const stop = new AbortController();
  for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const) process.on(signal, () => stop.abort());
  return run(options, createLog(options), stop.signal);
}

try {
  process.exit(await main());
} catch (failure) {
  process.stderr.write(`remotelink-agent: ${failure instanceof FatalError ? failure.message : reasonOf(failure)}\n`);
  process.exit(failure instanceof FatalError ? failure.exitCode : EXIT.failure);
}
