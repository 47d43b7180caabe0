/** Whether this computer has an X display that is not a test's own: an agent finds any display by itself. */
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";

const SOCKETS = "/tmp/.X11-unix";

/** Of whoever runs these tests at their desk. To be asked while no test has a display open. */
export async function hasForeignDisplay(): Promise<boolean> {
  const sockets = existsSync(SOCKETS) ? readdirSync(SOCKETS).map((name) => join(SOCKETS, name)) : [];
  return (await Promise.all(sockets.map(answers))).some(Boolean);
}

async function answers(unix: string): Promise<boolean> {
  try {
    (await Bun.connect({ unix, socket: { data() {} } })).end();
    return true;
  } catch {
    // Left behind by a server that was killed.
    return false;
  }
}
