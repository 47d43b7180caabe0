/** Types a text on the machine as keys, at a pace that no program there loses any of. */
import type { SendInput } from "../input/send-input.ts";

/** Well below the relay's rate for keys, and what a display takes with characters of no key of its own. */
const PER_STEP = 10;
const STEP_MS = 100;
export const MAX_TYPED_CHARACTERS = 10_000;

const CONTROL_CHARACTERS: Readonly<Record<string, string>> = { "\n": "Enter", "\t": "Tab" };

export type TypeTextOptions = {
  /** @returns false: it did not go, and typing ends */
  send: (message: Parameters<SendInput>[0]) => boolean;
  /** Characters that have gone. */
  progress: (typed: number) => void;
  wait: (ms: number) => Promise<void>;
  signal: AbortSignal;
};

/** As code points: what is one character to a person may be several of them. */
export function charactersOf(text: string): string[] {
  return [...text.replaceAll("\r\n", "\n").replaceAll("\r", "\n")];
}

/** @returns how many went; fewer than all when it was cancelled or the connection broke */
export async function typeText(text: string, options: TypeTextOptions): Promise<number> {
  const characters = charactersOf(text);
  for (let typed = 0; typed < characters.length; ) {
    for (const character of characters.slice(typed, typed + PER_STEP)) {
      if (options.signal.aborted) return typed;
      const key = CONTROL_CHARACTERS[character] ?? character;
      if (!options.send({ type: "key_press", key })) return typed;
      typed++;
    }
    options.progress(typed);
    if (typed < characters.length) await options.wait(STEP_MS);
  }
  return characters.length;
}
