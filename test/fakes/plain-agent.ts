/**
 * An agent of another maker, as PROTOCOL.md §4 lets one be: credentials in the query, whole JPEGs, files by messages. It knows
 * nothing else of ours, paces nothing, and keeps what it is sent in a folder of the test's own.
 */
import { openSync, readdirSync, readSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { openSocket } from "./relay-world.ts";

const CHUNK_BYTES = 64 * 1024;

export type PlainAgent = {
  /** A picture for everybody who watches. */
  show(jpeg: Uint8Array<ArrayBuffer>): void;
  /** From now on it sends so many pieces of a file and then no more; null: all. */
  stopAfter(pieces: number | null): void;
  /** Of the upload under way. */
  receivedBytes(): number;
  close(): void;
};

type Message = { type: string; path?: string; filename?: string; dest_path?: string; chunk?: string; seq?: number };

export async function connectPlainAgent(
  serverUrl: string,
  machine: { machineId: string; accessKey: string },
): Promise<PlainAgent> {
  const query = new URLSearchParams({ machine_id: machine.machineId, access_key: machine.accessKey });
  const socket = openSocket(`${serverUrl.replace(/^http/, "ws")}/ws/agent?${query}`, {});
  await new Promise((resolve, reject) => {
    socket.addEventListener("open", resolve);
    socket.addEventListener("close", ({ code }) => reject(new Error(`the plain agent was closed with ${code}`)));
  });
  const say = (message: object): void => socket.send(JSON.stringify(message));
  let picture: Uint8Array<ArrayBuffer> | null = null;
  let limit: number | null = null;
  let upload: { path: string; pieces: Buffer[] } | null = null;

  const answers: Record<string, (message: Message) => void> = {
    start_stream: () => picture && socket.send(picture),
    list_files({ path = "" }) {
      try {
        say({ type: "file_list", path, entries: entriesOf(path) });
      } catch (failure) {
        say({ type: "error", code: "not_found", message: `${path}: ${(failure as NodeJS.ErrnoException).code}` });
      }
    },
    file_download({ path = "" }) {
      const file = openSync(path, "r");
      const { size } = statSync(path);
      const last = Math.floor(size / CHUNK_BYTES);
      for (let seq = 0; seq <= last && (limit === null || seq < limit); seq++) {
        const bytes = Buffer.alloc(Math.min(CHUNK_BYTES, size - seq * CHUNK_BYTES));
        readSync(file, bytes, 0, bytes.length, seq * CHUNK_BYTES);
        say({ type: "file_chunk", path, seq, chunk: bytes.toString("base64"), done: seq === last });
      }
    },
    file_upload_start({ filename = "", dest_path = "" }) {
      upload = { path: join(dest_path, filename), pieces: [] };
    },
    file_upload_chunk({ chunk = "", seq }) {
      if (!upload || seq !== upload.pieces.length)
        say({ type: "error", code: "bad_sequence", message: `piece ${seq} is not next` });
      else upload.pieces.push(Buffer.from(chunk, "base64"));
    },
    file_upload_end() {
      if (upload) writeFileSync(upload.path, Buffer.concat(upload.pieces));
      upload = null;
    },
  };
  socket.addEventListener("message", ({ data }) => {
    const message = JSON.parse(String(data)) as Message;
    if (Object.hasOwn(answers, message.type)) answers[message.type]?.(message);
  });
  return {
    show(jpeg) {
      picture = jpeg;
      socket.send(jpeg);
    },
    stopAfter(pieces) {
      limit = pieces;
    },
    receivedBytes: () => upload?.pieces.reduce((sum, { length }) => sum + length, 0) ?? 0,
    close: () => socket.close(),
  };
}

function entriesOf(path: string) {
  return readdirSync(path, { withFileTypes: true }).map((entry) => {
    const { size, mtime } = statSync(join(path, entry.name));
    const type = entry.isDirectory() ? "directory" : "file";
    return { name: entry.name, type, size, modified_at: mtime.toISOString() };
  });
}
