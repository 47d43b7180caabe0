/** The server's entry: environment in, exit code out; with arguments one command (src/cli). Every fault at the start is one line that says what to do. */
import { runCommand } from "./cli/run-command.ts";
import { ConfigError } from "./config.ts";
import { reasonOf, StartFailure } from "./lib/start-failure.ts";
import { type RunningServer, startServer } from "./server.ts";

const EXIT_FAILURE = 1;
const EXIT_CONFIG = 2;
/** A proxy that asks `/readyz` learns from it before the port closes. */
const DRAIN_MS = 500;
/** Whatever still hangs then is cut off: whoever stops a service kills it soon after. */
const STOP_DEADLINE_MS = 7_000;

async function main(): Promise<void> {
  const [, , ...args] = process.argv;
  if (args.length > 0) process.exit(await runCommand(args));
  const server = await start();
  if (!server) return;
  const { setupLink, url } = server;
  console.log(setupLink ? `\nSet up RemoteLink: ${setupLink}\n` : `\nRemoteLink is ready: ${url}\n`);
  stopOnSignals(server);
  // One lost promise must not end everybody's sessions.
  process.on("unhandledRejection", (error) => server.log.error({ err: error }, "a promise was lost"));
}

async function start(): Promise<RunningServer | null> {
  try {
    return await startServer({ env: process.env });
  } catch (error) {
    const faults = error instanceof ConfigError ? error.faults : [reasonOf(error)];
    for (const fault of faults) console.error(`remotelink: ${fault}`);
    if (!(error instanceof ConfigError || error instanceof StartFailure)) console.error(error);
    process.exitCode = error instanceof ConfigError ? EXIT_CONFIG : EXIT_FAILURE;
    return null;
  }
}

function stopOnSignals(server: RunningServer): void {
  let isStopping = false;
  const stop = async () => {
    // Asked twice: whoever asks means it.
    if (isStopping) process.exit(EXIT_FAILURE);
    isStopping = true;
    setTimeout(() => process.exit(EXIT_FAILURE), STOP_DEADLINE_MS).unref();
    server.drain();
    await Bun.sleep(DRAIN_MS);
    await server.stop();
    process.exit(0);
  };
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, stop);
}

await main();
