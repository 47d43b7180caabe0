/** Cleaning up when this process has ended, however it ended: what several test files share has no file to clean up after. */

/**
 * Runs a shell command once this process is gone. Its standard input is a pipe from here: the end of it is our end.
 * @param values are "$1", "$2" … of the command
 */
export function runAfterProcess(command: string, ...values: string[]): void {
  const script = `trap '' INT TERM; cat >/dev/null; ${command}`;
  const janitor = Bun.spawn(["sh", "-c", script, "sh", ...values], {
    stdin: "pipe",
    stdout: "ignore",
    stderr: "ignore",
    // Of its own group: what ends a group of tests must not end it.
    detached: true,
  });
  janitor.unref();
}
