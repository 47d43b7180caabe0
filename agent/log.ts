/** Lines for the person or the journal that watches the agent: standard error, one line an event. */

export type Log = {
  info(line: string): void;
  warn(line: string): void;
  /** Only with `--verbose`. */
  detail(line: string): void;
};

// What the server, a technician's name or a file says must not move the cursor or forge a line of the journal.
const CONTROL_CHARACTERS = /[\p{Cc}\p{Cf}]+/gu;

/** Text from outside as one harmless line of at most `maxLength` characters. */
export function oneLine(text: string, maxLength = 200): string {
  return text.replaceAll(CONTROL_CHARACTERS, " ").trim().slice(0, maxLength);
}

export function createLog(options: { verbose: boolean; write?: (line: string) => void }): Log {
  const write = options.write ?? ((line: string) => void process.stderr.write(`${line}\n`));
  return {
    info: (line) => write(oneLine(line, 1_000)),
    warn: (line) => write(`warning: ${oneLine(line, 1_000)}`),
    detail: (line) => {
      if (options.verbose) write(`  ${oneLine(line, 1_000)}`);
    },
  };
}
