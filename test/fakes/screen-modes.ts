/** Changes a test X server's resolution and monitors as a person does in the display settings. */
import type { XServer } from "./x-server.ts";

/** Timings of `cvt`; Xvfb ignores all but the size, which may not exceed what it was started with. */
const MODE_LINES: Record<string, string> = {
  "1024x768": "63.5 1024 1072 1176 1328 768 771 775 798",
};

/** Makes a mode known to the screen; once a server. */
export async function addMode(screen: XServer, mode: string): Promise<void> {
  await xrandr(screen, ["--newmode", mode, ...(MODE_LINES[mode] ?? "").split(" ")]);
  await xrandr(screen, ["--addmode", "screen", mode]);
}

export async function setMode(screen: XServer, mode: string): Promise<void> {
  await xrandr(screen, ["--output", "screen", "--mode", mode]);
}

export type VirtualMonitor = { name: string; x: number; y: number; width: number; height: number };

/** Divides the screen into monitors; the first takes the place of the screen's own. */
export async function setMonitors(screen: XServer, monitors: readonly VirtualMonitor[]): Promise<void> {
  for (const [index, monitor] of monitors.entries()) await addMonitor(screen, monitor, index === 0 ? "screen" : "none");
}

/** @param output of the machine that it belongs to */
export async function addMonitor(screen: XServer, monitor: VirtualMonitor, output = "none"): Promise<void> {
  const { name, x, y, width, height } = monitor;
  await xrandr(screen, ["--setmonitor", name, `${width}/${width}x${height}/${height}+${x}+${y}`, output]);
}

export async function removeMonitor(screen: XServer, name: string): Promise<void> {
  await xrandr(screen, ["--delmonitor", name]);
}

async function xrandr(screen: XServer, argument: string[]): Promise<void> {
  const child = Bun.spawn(["xrandr", ...argument], { env: screen.env, stdout: "ignore", stderr: "pipe" });
  const complaint = await new Response(child.stderr).text();
  if ((await child.exited) !== 0) throw new Error(`xrandr ${argument.join(" ")}: ${complaint}`);
}
