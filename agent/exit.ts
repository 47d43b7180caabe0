/** How the agent ends when it cannot go on: one clear line for people, one exit code for scripts and systemd. */

export const EXIT = {
  ok: 0,
  /** Anything that is not below: server down at enrollment, wrong token, a defect. */
  failure: 1,
  usage: 2,
  badConfig: 3,
  /** The server no longer accepts this machine's key. */
  notAccepted: 4,
  /** Another agent with the same machine id took over; starting again would take it back, for ever. */
  replaced: 5,
  alreadyRunning: 6,
  /** `status` and `end`: there is no agent to ask. */
  notRunning: 7,
  /** Not an end: a newer agent lies ready to be tried. */
  updateReady: 8,
  /** A newer agent is in place, and this one could not become it by itself: whatever started it starts it again. */
  updated: 9,
  /** Of an agent on trial: it held its connection, and is to be put in place. */
  trialPassed: 10,
} as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** Ends the program: `message` is the line that is printed, and says what to do. */
export class FatalError extends Error {
  override readonly name = "FatalError";
  readonly exitCode: ExitCode;

  constructor(message: string, exitCode: ExitCode = EXIT.failure) {
    super(message);
    this.exitCode = exitCode;
  }
}

/** One line of an unknown failure, for a sentence that says what was being done. */
export function reasonOf(failure: unknown): string {
  const text = failure instanceof Error ? failure.message : String(failure);
  return text.replaceAll(/\s+/g, " ").trim().slice(0, 300);
}
