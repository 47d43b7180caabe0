/** How often each kind of message may come on one socket, and what becomes of the excess. */
import type { AgentMessageType } from "../../protocol/messages/agent-to-relay.ts";
import type { ViewerMessageType } from "../../protocol/messages/viewer-to-relay.ts";

export type RateLimit = {
  perSecond: number;
  burst: number;
  /** `drop`: answered with an error. `close`: 4429, because to drop one of these would leave a key held. */
  excess: "drop" | "close";
};

export type Family = "keys" | "requests" | "bulk";

/** Types without a family are bounded by the socket's total only. */
export type Rates<Type extends string> = {
  families: Partial<Record<Type, Family>>;
  limits: Record<Family, RateLimit>;
};

const LIMITS = {
  /** Nobody presses keys this fast; a text pasted as key strokes passes as a burst. */
  keys: { perSecond: 500, burst: 3_000, excess: "close" },
  /** What a person asks for, click by click. */
  requests: { perSecond: 20, burst: 100, excess: "drop" },
  /** Pieces of files and terminals: 64 KiB each at most, so ~30 MB/s. */
  bulk: { perSecond: 500, burst: 1_000, excess: "drop" },
} as const satisfies Record<Family, RateLimit>;

/** Pointer motion is not here: its excess is merged, not dropped (pointer-motion.ts, shared-pointers.ts). */
export const VIEWER_RATES: Rates<ViewerMessageType> = {
  limits: LIMITS,
  families: {
    mouse_click: "keys",
    key_press: "keys",
    key_special: "keys",
    key_event: "keys",
    release_keys: "keys",
    exec_key_combo: "requests",
    set_monitor: "requests",
    set_quality: "requests",
    clipboard_paste: "requests",
    clipboard_fetch: "requests",
    exec_script: "requests",
    stop_script: "requests",
    script_attach: "requests",
    list_files: "requests",
    file_download: "requests",
    file_upload_start: "requests",
    file_upload_chunk: "bulk",
    file_upload_end: "requests",
    chat_message: "requests",
    terminal_open: "requests",
    terminal_input: "bulk",
    terminal_resize: "bulk",
    terminal_ack: "bulk",
    terminal_close: "requests",
    refresh: "requests",
    start_stream: "requests",
    stop_stream: "requests",
    take_control: "requests",
    give_control: "requests",
    ask_for_control: "requests",
    decline_control: "requests",
  },
};

export const AGENT_RATES: Rates<AgentMessageType> = {
  limits: {
    ...LIMITS,
    /** A machine that serves many sessions answers for each. */
    requests: { perSecond: 200, burst: 1_000, excess: "drop" },
    bulk: { perSecond: 2_000, burst: 4_000, excess: "drop" },
  },
  families: {
    monitor_list: "requests",
    stream_state: "requests",
    clipboard_content: "requests",
    clipboard_offer: "requests",
    file_list: "requests",
    file_chunk: "bulk",
    script_output: "bulk",
    script_exit: "requests",
    chat_message: "requests",
    chat_receipt: "requests",
    terminal_output: "bulk",
    terminal_taken: "bulk",
    terminal_exit: "requests",
    consent: "requests",
    consent_asked: "requests",
    session_end: "requests",
    error: "requests",
  },
};
