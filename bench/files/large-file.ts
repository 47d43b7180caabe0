/** One large file up and down, by curl through server and agent; and the same bytes by `cp` and through a bare server. */
import { rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { followLog } from "../../test/fakes/process-log.ts";
import { watchMemory } from "../measure/memory-growth.ts";
import { sha256Of, writeLargeFile } from "./content.ts";
import type { FilesSession } from "./files-session.ts";
import { curl, timed } from "./run-command.ts";

export type Transfer = { name: string; megabytesPerS: number; growth: { server: number; agent: number } | null };

const MB = 1_000_000;

/** @throws Error when what arrived is not what was sent */
export async function measureLargeFile(session: FilesSession, folder: string, bytes: number): Promise<Transfer[]> {
  const source = join(folder, "source.bin");
  const there = join(folder, "there.bin");
  const back = join(folder, "back.bin");
  const rate = (seconds: number): number => bytes / MB / seconds;
  writeLargeFile(source, bytes);
  const sum = await sha256Of(source);
  const transfers: Transfer[] = [];

  const copied = await timed(["cp", source, back]);
  transfers.push({ name: "cp", megabytesPerS: rate(copied.seconds), growth: null });
  rmSync(back);

  const bare = await startPlainServer(folder);
  const bareUp = await timed([...curl(), "-T", source, `${bare.url}there.bin`]);
  transfers.push({ name: "up, bare Bun.serve", megabytesPerS: rate(bareUp.seconds), growth: null });
  const bareDown = await timed([...curl(), "-o", back, `${bare.url}source.bin`]);
  transfers.push({ name: "down, bare Bun.serve", megabytesPerS: rate(bareDown.seconds), growth: null });
  bare.stop();
  rmSync(there);
  rmSync(back);

  const upMemory = watchMemory(session.processes());
  const query = new URLSearchParams({ path: there, overwrite: "true", upload: "bench", elevated: session.elevated });
  const proof = { "Repr-Digest": `sha-256=:${Buffer.from(sum, "hex").toString("base64")}:`, Expect: "" };
  const put = [...curl({ ...session.headers, ...proof }), "-T", source, `${session.files}/content?${query}`];
  const up = await timed(put);
  transfers.push({ name: "up", megabytesPerS: rate(up.seconds), growth: upMemory.stop() });
  if (JSON.parse(up.printed).sha256 !== sum) throw new Error(`the machine's SHA-256 is another: ${up.printed}`);
  if (statSync(there).size !== bytes) throw new Error(`${there} has ${statSync(there).size} bytes`);

  // Room for what comes back.
  rmSync(source);
  const downMemory = watchMemory(session.processes());
  const what = new URLSearchParams({ path: there, elevated: session.elevated });
  const down = await timed([...curl(session.headers), "-o", back, `${session.files}/content?${what}`]);
  transfers.push({ name: "down", megabytesPerS: rate(down.seconds), growth: downMemory.stop() });
  rmSync(there);
  if ((await sha256Of(back)) !== sum) throw new Error("what came back is not what was sent");
  rmSync(back);
  return transfers;
}

async function startPlainServer(folder: string): Promise<{ url: string; stop(): void }> {
  const child = Bun.spawn([process.execPath, join(import.meta.dir, "plain-server.ts"), folder], {
    stdin: "ignore",
    stdout: "pipe",
    stderr: "pipe",
  });
  const [, url = ""] = await followLog("plain server", child).waitFor(/listening at (\S+)/);
  return { url, stop: () => child.kill() };
}
