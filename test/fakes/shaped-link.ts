/** A slow link for tests and benches: a TCP proxy in a process of its own, so that nobody's event loop is in its way. */
import { fileURLToPath } from "node:url";
import type { LinkProfile } from "./link-profile.ts";

const PROCESS = fileURLToPath(new URL("./shaped-link-process.ts", import.meta.url));

export type ShapedLink = { port: number; stop(): Promise<void> };

/** @param targetPort of this machine, that what comes to the link's port is passed on to */
export async function startShapedLink(targetPort: number, profile: LinkProfile): Promise<ShapedLink> {
  const { promise: port, resolve } = Promise.withResolvers<number>();
  const link = Bun.spawn([process.execPath, PROCESS, JSON.stringify({ targetPort, ...profile })], {
    ipc: (message) => resolve(Number(message)),
    stdio: ["ignore", "inherit", "inherit"],
  });
  return {
    port: await port,
    async stop() {
      link.kill();
      await link.exited;
    },
  };
}
