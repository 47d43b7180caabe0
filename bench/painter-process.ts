/** Drives the painter from the bench: one process a scene, started and stopped by lines. */
import { fileURLToPath } from "node:url";
import type { SceneName } from "./painter/scenes.ts";

const PAINTER = fileURLToPath(new URL("./painter/main.ts", import.meta.url));

export type PainterProcess = {
  start(): void;
  /** Nothing more is painted; what is there stays. */
  pause(): void;
  /** Ends the scene. @returns [counter value, when the X server had drawn it] in order */
  stop(): Promise<[value: number, paintedAt: number][]>;
};

/** Resolves when the scene's first picture is on the display. */
export async function startPainter(display: string, scene: SceneName): Promise<PainterProcess> {
  const painter = Bun.spawn([process.execPath, PAINTER, display, scene], {
    stdin: "pipe",
    stdout: "pipe",
    stderr: "inherit",
  });
  const reader = painter.stdout.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  while (!text.includes("\n")) {
    const { value, done } = await reader.read();
    if (done) throw new Error(`the painter ended before its scene "${scene}" was ready`);
    text += value;
  }
  const say = (line: string): void => {
    painter.stdin.write(`${line}\n`);
    painter.stdin.flush();
  };
  return {
    start: () => say("start"),
    pause: () => say("pause"),
    async stop() {
      say("stop");
      for (;;) {
        const { value, done } = await reader.read();
        if (done) break;
        text += value;
      }
      await painter.exited;
      return JSON.parse(text.slice(text.indexOf("\n") + 1));
    },
  };
}
