/** Which of a viewer's messages are on record before they reach the machine, and what the record says of each. */
import type { AuditAction } from "../../protocol/audit-actions.ts";
import type { ViewerInput } from "./forwarding.ts";

export type RecordedAction = {
  /** What is done, as the audit log names it. */
  action: AuditAction;
  /** Facts of it; never contents, but what identifies them. */
  details: Record<string, unknown>;
};

/** Enough to tell which script it was. */
const MAX_LINE = 120;

/** @returns null for what is not recorded one by one: the session itself is on record */
export function recordedAction(message: ViewerInput): RecordedAction | null {
  switch (message.type) {
    case "exec_script":
      return {
        action: "session.script_run",
        details: {
          shell: message.shell,
          first_line: message.script.trimStart().split("\n", 1)[0]?.slice(0, MAX_LINE) ?? "",
          sha256: new Bun.CryptoHasher("sha256").update(message.script).digest("hex"),
          elevated: message.elevated ?? false,
        },
      };
    case "terminal_open":
      return {
        action: "session.terminal_opened",
        details: { terminal_id: message.terminal_id, elevated: message.elevated ?? false },
      };
    case "file_download":
      return { action: "session.file_downloaded", details: { path: message.path } };
    case "file_upload_start":
      return { action: "session.file_uploaded", details: { folder: message.dest_path, name: message.filename } };
    default:
      return null;
  }
}

const FOLLOWERS: ReadonlySet<ViewerInput["type"]> = new Set([
  "stop_script",
  "terminal_input",
  "terminal_resize",
  "terminal_ack",
  "terminal_close",
  "file_upload_chunk",
  "file_upload_end",
]);

/** It means something only after what is being recorded: it waits for that, in order. */
export function followsRecorded(message: ViewerInput): boolean {
  return FOLLOWERS.has(message.type);
}
