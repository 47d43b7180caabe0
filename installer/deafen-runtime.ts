/**
 * Makes a compiled agent deaf to the variables by which Bun's runtime can be steered from outside (the agent reads no
 * `BUN_OPTIONS`): their names in the file become NUL bytes, and no environment can hold a variable of that name.
 */
import type { AgentTarget } from "./agent-targets.ts";

/**
 * Flags and preloads, the whole `bun` command line, the debugger, and requests with their secrets written to the
 * terminal. A name also stands for those that begin with it.
 */
const DEAF_TO = ["BUN_OPTIONS", "BUN_BE_BUN", "BUN_INSPECT", "BUN_CONFIG_VERBOSE_FETCH"];

/** Changes the file in place. macOS is left as it is: its loader refuses a file that differs from what was signed. */
export async function deafenToBunOptions(path: string, target: AgentTarget): Promise<void> {
  if (target.os === "darwin") return;
  const content = Buffer.from(await Bun.file(path).bytes());
  for (const name of DEAF_TO) {
    let count = 0;
    for (let at = content.indexOf(name); at >= 0; at = content.indexOf(name, at)) {
      content.fill(0, at, at + name.length);
      count++;
    }
    // Another version of Bun may spell it otherwise: better no build than one that listens.
    if (count === 0) throw new Error(`${path} does not hold the name ${name}: look how this Bun reads it`);
  }
  await Bun.write(path, content);
}
