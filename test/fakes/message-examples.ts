/** One good message of every kind, as its sender writes it: all fields that have a default are given. */

type Example = { type: string; [field: string]: unknown };

export const VIEWER_EXAMPLES: readonly Example[] = [
  { type: "ping", sent_at: 1 },
  { type: "mouse_move", x: 1.5, y: -2 },
  { type: "mouse_click", button: "right", x: 1, y: 2, action: "down", count: 1 },
  { type: "mouse_scroll", dx: 0, dy: -1.5, x: 3, y: 4 },
  { type: "key_press", key: "é" },
  { type: "key_special", key: "Enter", action: "click" },
  { type: "key_event", code: "KeyQ", key: "@", action: "down", location: 0, locks: { caps: false, num: true } },
  { type: "release_keys" },
  { type: "exec_key_combo", keys: ["ctrl_l", "alt_l", "delete"] },
  { type: "set_monitor", index: 1 },
  { type: "set_quality", quality: "auto" },
  { type: "clipboard_paste", content: "漢字 😀" },
  {
    type: "exec_script",
    script: "echo hello",
    shell: "bash",
    run_id: "r1",
    timeout_s: 60,
    parameters: { NAME: "a b" },
    elevated: false,
  },
  { type: "stop_script", run_id: "r1" },
  { type: "script_attach", run_id: "r1", offset: 12 },
  { type: "list_files", path: "~" },
  { type: "file_download", path: "/etc/hosts" },
  { type: "file_upload_start", filename: "a.txt", dest_path: "/tmp" },
  { type: "file_upload_chunk", chunk: "aGVsbG8=", seq: 0 },
  { type: "file_upload_end" },
  { type: "chat_message", text: "hello" },
  { type: "terminal_open", terminal_id: "t1", columns: 80, rows: 24 },
  { type: "terminal_input", terminal_id: "t1", data: "ls\r" },
  { type: "terminal_resize", terminal_id: "t1", columns: 100, rows: 30 },
  { type: "terminal_ack", terminal_id: "t1", characters: 65_536 },
  { type: "terminal_close", terminal_id: "t1" },
  { type: "frame_ack", frame: 1, stream: 1, decode_ms: 2.5 },
  { type: "refresh" },
  { type: "stop_stream" },
  { type: "start_stream", codecs: ["tiles"], max_fps: 60, monitor: 0 },
];

/** Of those that viewers are sent; `ping` and `session_end` are the relay's. */
export const AGENT_EXAMPLES: readonly Example[] = [
  {
    type: "monitor_list",
    monitors: [{ index: 0, name: "DP-1", x: 0, y: 0, width: 1920, height: 1080, scale: 1, primary: true }],
  },
  { type: "stream_state", state: "problem", problem: "no_display", message: "no display: start an X server" },
  { type: "clipboard_content", content: "copied" },
  {
    type: "file_list",
    path: "/tmp",
    entries: [{ name: "a.txt", type: "file", size: 5, modified_at: "2026-01-02T03:04:05.000Z" }],
  },
  { type: "file_chunk", path: "/tmp/a.txt", seq: 0, chunk: "aGVsbG8=", done: true },
  { type: "script_output", run_id: "r1", stream: "stdout", data: "hello\n", offset: 0 },
  { type: "script_exit", run_id: "r1", exit_code: 0, truncated: false },
  { type: "chat_message", text: "hello" },
  { type: "terminal_output", terminal_id: "t1", data: "$ " },
  { type: "terminal_taken", terminal_id: "t1", characters: 16_384 },
  { type: "terminal_exit", terminal_id: "t1", exit_code: null },
  { type: "consent", granted: true },
  { type: "error", code: "busy", message: "another script runs" },
];
