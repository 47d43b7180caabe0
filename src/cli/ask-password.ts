/** A password for the command line: typed without being shown, the first line of standard input, or made here. Never an argument. */
import { randomBytes } from "node:crypto";
import { createInterface } from "node:readline";
import { StartFailure } from "../lib/start-failure.ts";

const GENERATED_BYTES = 15;

export function generatePassword(): string {
  return randomBytes(GENERATED_BYTES).toString("base64url");
}

/** @throws StartFailure where none comes */
export async function askPassword(): Promise<string> {
  if (!process.stdin.isTTY) return firstLine();
  const password = await typed("New password: ");
  if (password !== (await typed("Once more: "))) throw new StartFailure("The two passwords differ: try again");
  return password;
}

async function firstLine(): Promise<string> {
  for await (const line of createInterface({ input: process.stdin })) return line;
  throw new StartFailure("No password: type one into a terminal, pipe one in, or use --generate");
}

/** The terminal shows nothing of it. */
function typed(question: string): Promise<string> {
  process.stderr.write(question);
  process.stdin.setRawMode(true);
  process.stdin.resume();
  return new Promise((resolve, reject) => {
    let text = "";
    const end = (settle: () => void) => {
      process.stdin.off("data", take);
      process.stdin.setRawMode(false);
      process.stdin.pause();
      process.stderr.write("\n");
      settle();
    };
    const take = (data: Buffer) => {
      for (const character of data.toString()) {
        if (character === "\r" || character === "\n") return end(() => resolve(text));
        // Ctrl+C, Ctrl+D.
        if (character === "\u0003" || character === "\u0004") return end(() => reject(new StartFailure("Cancelled")));
        if (character === "\u007f" || character === "\b") text = text.slice(0, -1);
        else text += character;
      }
    };
    process.stdin.on("data", take);
  });
}
