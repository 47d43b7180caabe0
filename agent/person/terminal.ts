/** The terminal that the agent was started in, as a place to ask and to talk where there is no display. */
import { readFileSync } from "node:fs";
import { createInterface, type Interface } from "node:readline";

export interface Terminal {
  /** Somebody can read and type there. */
  isInteractive(): boolean;
  print(text: string): void;
  /** @returns the line typed, null when `signal` came first */
  ask(question: string, signal: AbortSignal): Promise<string | null>;
  /** Hears lines that answer no question; the answer stops it. */
  onLine(hear: (line: string) => void): () => void;
}

export type TerminalStreams = { input: NodeJS.ReadStream; output: NodeJS.WriteStream };

export function createTerminal({ input, output }: TerminalStreams): Terminal {
  let lines: Interface | null = null;
  const questions: ((line: string) => void)[] = [];
  const hearers = new Set<(line: string) => void>();

  /** Only while somebody listens: a terminal that is read belongs to nobody else. */
  function listen(): void {
    if (lines || !isInteractive()) return;
    lines = createInterface({ input, terminal: false });
    lines.on("line", (line) => {
      const answer = questions.shift();
      if (answer) answer(line);
      else for (const hear of hearers) hear(line);
      rest();
    });
  }

  function rest(): void {
    if (questions.length > 0 || hearers.size > 0) return;
    lines?.close();
    lines = null;
    input.pause();
  }

  const isInteractive = () => Boolean(input.isTTY && output.isTTY) && isInForeground();

  return {
    isInteractive,
    print: (text) => void output.write(text),
    ask(question, signal) {
      output.write(`\n${question}`);
      const { promise, resolve } = Promise.withResolvers<string | null>();
      questions.push(resolve);
      listen();
      const giveUp = () => {
        const at = questions.indexOf(resolve);
        if (at >= 0) questions.splice(at, 1);
        output.write("\n");
        resolve(null);
        rest();
      };
      if (signal.aborted) giveUp();
      else signal.addEventListener("abort", giveUp, { once: true });
      return promise.finally(() => signal.removeEventListener("abort", giveUp));
    },
    onLine(hear) {
      hearers.add(hear);
      listen();
      return () => {
        hearers.delete(hear);
        rest();
      };
    },
  };
}

/** A job in the background that reads its terminal is stopped by the kernel (SIGTTIN). proc(5): fields 5 and 8 of stat. */
function isInForeground(): boolean {
  if (process.platform !== "linux") return true;
  const stat = readFileSync("/proc/self/stat", "utf8");
  const [, , group, , , foreground] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return group === foreground;
}
