/** A real X server (Xvfb) for a test, on a display number that the server itself finds free. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export type XServer = {
  /** ":99" */
  display: string;
  pid: number;
  /** Environment for X clients of this display. */
  env: Record<string, string>;
  stop(): Promise<void>;
};

/**
 * @param size of the only screen, 24 bits deep
 * @param displayNumber to come back on the same display after a stop; otherwise a free one is taken
 */
export async function startXServer(
  size: { width: number; height: number } = { width: 1280, height: 800 },
  displayNumber?: number,
): Promise<XServer> {
  const directory = mkdtempSync(join(tmpdir(), "remotelink-x-"));
  const wanted = displayNumber === undefined ? ["-displayfd", "1"] : [`:${displayNumber}`, "-displayfd", "1"];
  const server = Bun.spawn(
    ["Xvfb", ...wanted, "-screen", "0", `${size.width}x${size.height}x24`, "-nolisten", "tcp", "-noreset", "-ac"],
    { stdout: "pipe", stderr: Bun.file(join(directory, "xvfb.log")) },
  );
  const reader = server.stdout.getReader();
  const first = await reader.read();
  const number = new TextDecoder().decode(first.value).trim();
  if (!/^\d+$/.test(number)) {
    throw new Error(`Xvfb did not start: ${await Bun.file(join(directory, "xvfb.log")).text()}`);
  }
  return {
    display: `:${number}`,
    pid: server.pid,
    env: { ...process.env, DISPLAY: `:${number}` } as Record<string, string>,
    async stop() {
      server.kill();
      await server.exited;
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
