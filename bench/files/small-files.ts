/** Many small files in one folder: up as the panel sends them, in batches, and down as a zip. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { writeBatchEnd, writeFileHead } from "../../protocol/file-batch.ts";
import type { FilesSession } from "./files-session.ts";
import { curl, timed } from "./run-command.ts";

/** As web/src/viewer/files/upload-plan.ts has it. */
const BATCH_FILES = 500;
const MAX_BYTES = 8_192;

export type SmallFiles = { count: number; bytes: number; upSeconds: number; downSeconds: number; copySeconds: number };

/** @throws Error when what arrived is not what was sent */
export async function measureSmallFiles(session: FilesSession, folder: string, count: number): Promise<SmallFiles> {
  const [here, there, unpacked] = ["here", "small", "unpacked"].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  for (const path of [here, there, unpacked]) mkdirSync(path);
  const names = Array.from({ length: count }, (_, number) => `file-${number}`);
  let bytes = 0;
  for (const [number, name] of names.entries()) {
    const content = crypto.getRandomValues(new Uint8Array((number * 7_919) % MAX_BYTES));
    bytes += content.length;
    writeFileSync(join(here, name), content);
  }
  const copied = await timed(["cp", "-r", here, join(folder, "copy")]);

  const startedAt = performance.now();
  for (let at = 0; at < count; at += BATCH_FILES)
    await sendBatch(session, here, there, names.slice(at, at + BATCH_FILES));
  const upSeconds = (performance.now() - startedAt) / 1_000;
  await timed(["diff", "-rq", here, there]);

  const zip = join(folder, "small.zip");
  const what = new URLSearchParams({ path: there, elevated: session.elevated });
  const down = await timed([...curl(session.headers), "-o", zip, `${session.files}/content?${what}`]);
  await timed(["python3", "-m", "zipfile", "-e", zip, unpacked]);
  await timed(["diff", "-rq", here, join(unpacked, "small")]);
  for (const path of [here, there, unpacked, zip, join(folder, "copy")]) rmSync(path, { recursive: true });
  return { count, bytes, upSeconds, downSeconds: down.seconds, copySeconds: copied.seconds };
}

async function sendBatch(session: FilesSession, here: string, there: string, names: readonly string[]): Promise<void> {
  const parts = names.flatMap((path) => {
    const content = readFileSync(join(here, path));
    return [writeFileHead({ path, size: content.length }), content];
  });
  const query = new URLSearchParams({ path: there, overwrite: "false", elevated: session.elevated });
  const answer = await fetch(`${session.files}/batch?${query}`, {
    method: "POST",
    headers: session.headers,
    body: new Blob([...parts, writeBatchEnd()]),
  });
  const { written, failed } = await answer.json();
  if (written !== names.length)
    throw new Error(`${written} of ${names.length} were written: ${JSON.stringify(failed)}`);
}
