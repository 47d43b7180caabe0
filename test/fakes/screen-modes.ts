/** Changes a test X server's resolution as a person does in the display settings. */
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

async function xrandr(screen: XServer, argument: string[]): Promise<void> {
  const child = Bun.spawn(["xrandr", ...argument], { env: screen.env, stdout: "ignore", stderr: "pipe" });
  const complaint = await new Response(child.stderr).text();
  if ((await child.exited) !== 0) throw new Error(`xrandr ${argument.join(" ")}: ${complaint}`);
}
