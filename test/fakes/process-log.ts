/** What a spawned process has said, kept for waiting on a line and for explaining a failed test. */
import type { Subprocess } from "bun";

/** A failing test shows this much of each process. */
const SHOWN_LINES = 60;

export type ProcessLog = {
  text(): string;
  /** The last lines, for the report of a failed test. */
  tail(): string;
  /**
   * Resolves with the first match in what was said so far or comes later.
   * @throws Error with the log's tail when the process ends or the deadline passes before
   */
  waitFor(pattern: RegExp, deadlineMs?: number): Promise<RegExpExecArray>;
};

type Piped = Subprocess<"ignore" | "pipe", "pipe", "pipe">;

export function followLog(name: string, process_: Piped): ProcessLog {
  let text = "";
  let hasEnded = false;
  let changed = Promise.withResolvers<void>();
  const wake = (): void => {
    changed.resolve();
    changed = Promise.withResolvers<void>();
  };
  const follow = async (stream: ReadableStream<Uint8Array>): Promise<void> => {
    const decoder = new TextDecoder();
    for await (const chunk of stream) {
      text += decoder.decode(chunk, { stream: true });
      wake();
    }
  };
  void Promise.all([follow(process_.stdout), follow(process_.stderr), process_.exited]).then(() => {
    hasEnded = true;
    wake();
  });
  const tail = (): string => `--- ${name} (pid ${process_.pid})\n${text.split("\n").slice(-SHOWN_LINES).join("\n")}`;
  return {
    text: () => text,
    tail,
    async waitFor(pattern, deadlineMs = 30_000) {
      const deadline = performance.now() + deadlineMs;
      for (;;) {
        const match = pattern.exec(text);
        if (match) return match;
        const leftMs = deadline - performance.now();
        if (hasEnded || leftMs <= 0) {
          throw new Error(`${name} ${hasEnded ? "ended" : "took too long"} before saying ${pattern}\n${tail()}`);
        }
        await Promise.race([changed.promise, Bun.sleep(leftMs)]);
      }
    },
  };
}
