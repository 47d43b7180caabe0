/** A login shell on a pseudo-terminal. What floods is held back by the terminal's own flow control (termios(3), IXON). */
import type { Account } from "../users/account.ts";
import { environmentOf } from "../users/run-as.ts";
import { startFolder } from "../users/start-folder.ts";

const IXON = 0o2000;
const XOFF = "\x13";
const XON = "\x11";
/** Between being hung up and being ended. */
const KILL_AFTER_MS = 2_000;

export type PtyOptions = {
  account: Account;
  /** Goes before the shell: what makes it another user's. */
  prefix: readonly string[];
  columns: number;
  rows: number;
};

export type PtyEvents = {
  data(text: string): void;
  /** null: it was killed. */
  exited(exitCode: number | null): void;
};

export interface Pty {
  write(text: string): void;
  resize(columns: number, rows: number): void;
  /** Stops the output until `resume`. Programs that read keys themselves (editors) are not stopped, nor do they flood. */
  pause(): void;
  resume(): void;
  /** Ends the shell and what runs in it. */
  close(): void;
}

/** @throws Error when the shell cannot be started */
export function openPty({ account, prefix, columns, rows }: PtyOptions, events: PtyEvents): Pty {
  const decoder = new TextDecoder();
  const shell = process.platform === "win32" ? (process.env.ComSpec ?? "cmd.exe") : account.shell;
  const login = process.platform === "win32" ? [] : ["-l"];
  const child = Bun.spawn([...prefix, shell, ...login], {
    cwd: startFolder(account),
    env: { ...environmentOf(account), TERM: "xterm-256color", COLORTERM: "truecolor" },
    terminal: {
      cols: columns,
      rows,
      name: "xterm-256color",
      data: (_, bytes) => events.data(decoder.decode(bytes, { stream: true })),
    },
  });
  const { terminal } = child;
  if (!terminal) throw new Error("no pseudo-terminal could be opened");
  let isPaused = false;
  let isOver = false;

  void child.exited.then(() => {
    isOver = true;
    events.exited(child.signalCode ? null : child.exitCode);
    terminal.close();
  });

  function control(character: string): void {
    if (!terminal || terminal.closed || (terminal.inputFlags & IXON) === 0) return;
    terminal.write(character);
  }

  return {
    write(text) {
      if (!terminal.closed) terminal.write(text);
    },
    resize(width, height) {
      if (!terminal.closed) terminal.resize(width, height);
    },
    pause() {
      if (isPaused) return;
      isPaused = true;
      control(XOFF);
    },
    resume() {
      if (!isPaused) return;
      isPaused = false;
      control(XON);
    },
    close() {
      if (isOver) return;
      // As a terminal that is closed does: the shell hangs up its jobs.
      child.kill("SIGHUP");
      const kill = setTimeout(() => child.kill("SIGKILL"), KILL_AFTER_MS);
      void child.exited.then(() => clearTimeout(kill));
    },
  };
}
