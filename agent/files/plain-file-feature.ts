/** Files by the messages of the plain protocol, for viewers that know no HTTP: base64 in chunks of 64 KiB, the same rules behind them. */
import { MAX_FILE_CHUNK_BYTES, MAX_FILE_LIST_ENTRIES } from "../../protocol/limits.ts";
import type { ForwardedMessage } from "../../protocol/messages/relay-to-agent.ts";
import type { StreamRequest } from "../../protocol/messages/stream-request.ts";
import type { Permission } from "../../protocol/permissions.ts";
import type { FileEntry } from "../../protocol/rest/files.ts";
import type { FeatureContext, SessionFeature } from "../session-feature.ts";
import { Refusal } from "../streams/exchange.ts";
import { waitForRoom } from "../text-parts.ts";
import { identityFor } from "./file-account.ts";
import { answerPlainly, type PlainEvents, type PlainTransfer } from "./file-room.ts";

const TAKES = ["list_files", "file_download", "file_upload_start", "file_upload_chunk", "file_upload_end"] as const;
type Taken = Extract<ForwardedMessage, { type: (typeof TAKES)[number] }>;
type Upload = { transfer: PlainTransfer; nextSeq: number };

/** At once, of one viewer. */
const MAX_DOWNLOADS = 4;

export function createPlainFileFeature({ say, bufferedBytes, clock, log }: FeatureContext): SessionFeature {
  const uploads = new Map<string, Upload>();
  const downloads = new Map<string, Set<PlainTransfer>>();

  const refuse = (code: string, message: string): void => void say({ type: "error", code, message });

  function begin(
    message: { viewer_id?: string; permissions?: readonly Permission[] },
    request: StreamRequest,
    events: PlainEvents,
  ): PlainTransfer | null {
    try {
      const identity = identityFor(false, message.permissions ?? []);
      log.detail(`${request.kind} as ${identity.name}, by messages`);
      return answerPlainly(request, identity, events);
    } catch (failure) {
      if (failure instanceof Refusal) refuse(failure.code, failure.message);
      else refuse("unavailable", "who this machine's user is could not be found out");
      return null;
    }
  }

  function list(message: Extract<Taken, { type: "list_files" }>): void {
    const { path } = message;
    const parts: Uint8Array[] = [];
    let hasFailed = false;
    begin(
      message,
      { kind: "file_list", path, elevated: false },
      {
        facts: () => undefined,
        piece: async (bytes) => void parts.push(bytes),
        refused(_, error) {
          hasFailed = true;
          say({ type: "file_list", path, entries: [], error: error.slice(0, 500) });
        },
        done() {
          if (hasFailed) return;
          const { entries, path: whole } = JSON.parse(Buffer.concat(parts).toString()) as {
            path: string;
            entries: FileEntry[];
          };
          const cut =
            entries.length > MAX_FILE_LIST_ENTRIES ? { error: `only the first ${MAX_FILE_LIST_ENTRIES}` } : {};
          say({
            type: "file_list",
            path: whole,
            entries: entries.slice(0, MAX_FILE_LIST_ENTRIES).map(plainEntry),
            ...cut,
          });
        },
      },
    );
  }

  function download(message: Extract<Taken, { type: "file_download" }>): void {
    const { path } = message;
    const viewer = message.viewer_id ?? "";
    const mine = downloads.get(viewer) ?? new Set();
    if (mine.size >= MAX_DOWNLOADS) {
      refuse("busy", `${MAX_DOWNLOADS} downloads are under way: wait for one of them`);
      return;
    }
    let seq = 0;
    let hasFailed = false;
    const transfer = begin(
      message,
      { kind: "file_read", paths: [path], elevated: false },
      {
        facts: () => undefined,
        async piece(bytes) {
          // Pictures do not wait behind it.
          await waitForRoom({ bufferedBytes, clock });
          say({ type: "file_chunk", path, seq: seq++, chunk: Buffer.from(bytes).toString("base64"), done: false });
        },
        refused(code, text) {
          hasFailed = true;
          refuse(code, text);
        },
        done() {
          if (transfer) mine.delete(transfer);
          if (!hasFailed) say({ type: "file_chunk", path, seq, chunk: "", done: true });
        },
      },
    );
    if (!transfer) return;
    mine.add(transfer);
    downloads.set(viewer, mine);
  }

  function startUpload(message: Extract<Taken, { type: "file_upload_start" }>): void {
    const viewer = message.viewer_id ?? "";
    uploads.get(viewer)?.transfer.cancel();
    uploads.delete(viewer);
    const path = `${message.dest_path.replace(/[/\\]+$/, "")}/${message.filename}`;
    const request = {
      kind: "file_write",
      path,
      elevated: false,
      upload_id: crypto.randomUUID(),
      // The plain protocol has no question to ask.
      overwrite: true,
      is_last: true,
    } as const;
    const transfer = begin(message, request, {
      facts: () => log.detail(`${path} is there`),
      piece: async () => undefined,
      refused(code, text) {
        uploads.delete(viewer);
        refuse(code, text);
      },
      done: () => undefined,
    });
    if (transfer) uploads.set(viewer, { transfer, nextSeq: 0 });
  }

  function takeChunk(message: Extract<Taken, { type: "file_upload_chunk" }>): void {
    const viewer = message.viewer_id ?? "";
    const upload = uploads.get(viewer);
    // What was refused has been said; the rest of it is on its way still.
    if (!upload) return;
    const bytes = Buffer.from(message.chunk, "base64");
    if (message.seq !== upload.nextSeq || bytes.length > MAX_FILE_CHUNK_BYTES) {
      upload.transfer.cancel();
      uploads.delete(viewer);
      refuse("invalid_message", `file_upload_chunk: number ${upload.nextSeq} was expected, not ${message.seq}`);
      return;
    }
    upload.nextSeq++;
    upload.transfer.write(new Uint8Array(bytes));
  }

  function endUpload(message: Extract<Taken, { type: "file_upload_end" }>): void {
    const viewer = message.viewer_id ?? "";
    uploads.get(viewer)?.transfer.write(null);
    uploads.delete(viewer);
  }

  function cancelOf(viewer: string): void {
    uploads.get(viewer)?.transfer.cancel();
    uploads.delete(viewer);
    for (const transfer of downloads.get(viewer) ?? []) transfer.cancel();
    downloads.delete(viewer);
  }

  return {
    takes: new Set(TAKES),
    receive(message) {
      if (message.type === "list_files") list(message);
      else if (message.type === "file_download") download(message);
      else if (message.type === "file_upload_start") startUpload(message);
      else if (message.type === "file_upload_chunk") takeChunk(message);
      else if (message.type === "file_upload_end") endUpload(message);
    },
    viewerLeft: cancelOf,
    end() {
      for (const viewer of new Set([...uploads.keys(), ...downloads.keys()])) cancelOf(viewer);
    },
  };
}

function plainEntry({ name, type, size, modified_at }: FileEntry) {
  return { name, type, size, ...(modified_at !== null && { modified_at }) };
}
