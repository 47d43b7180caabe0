/**
 * Terminals of a session: real shells that go on while the connection is away, and never send more than the viewer has
 * shown, so that a flood hurts neither the picture nor the keyboard.
 */
import { SHORT_TERMINAL_INPUT, TERMINAL_WINDOW } from "../../protocol/limits.ts";
import type { ForwardedMessage } from "../../protocol/messages/relay-to-agent.ts";
import { reasonOf } from "../exit.ts";
import type { FeatureContext, SessionFeature } from "../session-feature.ts";
import { partsOf } from "../text-parts.ts";
import { runAs } from "../users/run-as.ts";
import { openPty, type Pty } from "./pty.ts";
import { Scrollback } from "./scrollback.ts";

const MAX_TERMINALS = 8;
/** Output comes in small pieces: those of one moment go as one message. */
const COLLECT_MS = 4;
/** Of output that cannot be held back so much is kept until there is room; then its latest takes the place of all. */
const MAX_PENDING = 4 * 1024 * 1024;

type Terminal = {
  pty: Pty;
  /** It was opened as the machine's administrator: only who may be that reaches it. */
  isElevated: boolean;
  scrollback: Scrollback;
  /** Not sent yet. */
  pending: string;
  /** Sent and not acknowledged, in UTF-16 units. */
  unseen: number;
  cancelSend: (() => void) | null;
};

type Open = Extract<ForwardedMessage, { type: "terminal_open" }>;

export function createTerminalFeature({ say, clock, log }: FeatureContext): SessionFeature {
  const terminals = new Map<string, Terminal>();

  function open(message: Open): void {
    const { terminal_id: id, columns, rows } = message;
    const known = terminals.get(id);
    if (known) {
      comeBack(id, known, columns, rows);
      return;
    }
    if (terminals.size >= MAX_TERMINALS) {
      refuse(id, "busy", `${MAX_TERMINALS} terminals are open in this session: close one first`);
      return;
    }
    const as = runAs(message.elevated ?? false);
    if (as.kind === "nobody") {
      refuse(id, "nobody_logged_in", as.message);
      return;
    }
    try {
      const pty = openPty(
        { account: as.account, prefix: as.prefix, columns, rows },
        {
          data: (text) => take(id, text),
          exited: (exitCode) => exited(id, exitCode),
        },
      );
      const isElevated = message.elevated ?? false;
      const fresh = { pty, isElevated, scrollback: new Scrollback(), pending: "", unseen: 0, cancelSend: null };
      terminals.set(id, fresh);
      log.info(`a terminal is open as ${as.account.name}`);
    } catch (failure) {
      refuse(id, "not_started", `the shell ${as.account.shell} could not be started: ${reasonOf(failure)}`);
    }
  }

  /** A viewer that lost its connection or its page: everything so far again, on an empty screen. */
  function comeBack(id: string, terminal: Terminal, columns: number, rows: number): void {
    terminal.cancelSend?.();
    terminal.cancelSend = null;
    terminal.pending = terminal.scrollback.replay();
    terminal.unseen = 0;
    terminal.pty.resize(columns, rows);
    send(id, terminal);
  }

  function refuse(id: string, code: string, message: string): void {
    say({ type: "error", code, message });
    say({ type: "terminal_exit", terminal_id: id, exit_code: null });
  }

  function take(id: string, text: string): void {
    const terminal = terminals.get(id);
    if (!terminal || text === "") return;
    terminal.scrollback.add(text);
    terminal.pending += text;
    if (terminal.pending.length > MAX_PENDING) {
      terminal.pending = terminal.scrollback.replay();
    }
    if (terminal.unseen + terminal.pending.length > TERMINAL_WINDOW) terminal.pty.pause();
    terminal.cancelSend ??= clock.after(COLLECT_MS, () => {
      terminal.cancelSend = null;
      send(id, terminal);
    });
  }

  function send(id: string, terminal: Terminal): void {
    const room = TERMINAL_WINDOW - terminal.unseen;
    if (room <= 0 || terminal.pending === "") return;
    const now = terminal.pending.slice(0, room);
    terminal.pending = terminal.pending.slice(room);
    terminal.unseen += now.length;
    for (const data of partsOf(now)) say({ type: "terminal_output", terminal_id: id, data });
  }

  function write(id: string, { pty }: Terminal, data: string): void {
    pty.write(data);
    if (data.length > SHORT_TERMINAL_INPUT) say({ type: "terminal_taken", terminal_id: id, characters: data.length });
  }

  function acknowledge(terminal: Terminal, id: string, characters: number): void {
    terminal.unseen = Math.max(0, terminal.unseen - characters);
    send(id, terminal);
    if (terminal.unseen + terminal.pending.length <= TERMINAL_WINDOW / 2) terminal.pty.resume();
  }

  function exited(id: string, exitCode: number | null): void {
    const terminal = terminals.get(id);
    if (!terminal) return;
    terminals.delete(id);
    terminal.cancelSend?.();
    for (const data of partsOf(terminal.pending)) say({ type: "terminal_output", terminal_id: id, data });
    say({ type: "terminal_exit", terminal_id: id, exit_code: exitCode });
  }

  return {
    takes: new Set(["terminal_open", "terminal_input", "terminal_resize", "terminal_ack", "terminal_close"]),
    receive(message) {
      if (!("terminal_id" in message)) return;
      const terminal = terminals.get(message.terminal_id);
      // Another viewer of the session may have less: its keys must not end in a root shell.
      if (terminal?.isElevated && !message.permissions.includes("elevated")) {
        say({ type: "error", code: "forbidden", message: `${message.type}: this terminal needs "elevated"` });
        return;
      }
      if (message.type === "terminal_open") {
        open(message);
        return;
      }
      // It may have ended while the message was on its way, or with an agent that was restarted.
      if (!terminal) {
        if (message.type === "terminal_input")
          say({ type: "terminal_exit", terminal_id: message.terminal_id, exit_code: null });
      } else if (message.type === "terminal_input") write(message.terminal_id, terminal, message.data);
      else if (message.type === "terminal_resize") terminal.pty.resize(message.columns, message.rows);
      else if (message.type === "terminal_ack") acknowledge(terminal, message.terminal_id, message.characters);
      else terminal.pty.close();
    },
    end() {
      for (const { pty } of terminals.values()) pty.close();
    },
  };
}
