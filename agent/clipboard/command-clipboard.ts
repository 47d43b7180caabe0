/** The clipboard by the system's own commands, looked at every second: macOS has no other way, and Linux one without X11 of ours. */
import { existsSync } from "node:fs";
import { MAX_CLIPBOARD_STREAM_BYTES } from "../../protocol/limits.ts";
import type { DisplayAccess } from "../stream/screen-stream.ts";
import type { Clipboard, ClipboardEvents, OpenClipboard, ReadClipboard } from "./clipboard.ts";

type Commands = { program: string; read: readonly string[]; write: readonly string[] };

const LOOK_EVERY_MS = 1_000;
const THERE_WITHIN_MS = 1_000;
const THERE_POLL_MS = 20;

const COMMANDS: Partial<Record<NodeJS.Platform, Commands>> = {
  linux: {
    program: "/usr/bin/xclip",
    read: ["/usr/bin/xclip", "-selection", "clipboard", "-out", "-target", "UTF8_STRING"],
    write: ["/usr/bin/xclip", "-selection", "clipboard", "-in"],
  },
  darwin: { program: "/usr/bin/pbcopy", read: ["/usr/bin/pbpaste"], write: ["/usr/bin/pbcopy"] },
};

export const openCommandClipboard: OpenClipboard = async (access, events) => {
  const commands = COMMANDS[process.platform];
  if (!commands || !existsSync(commands.program)) {
    throw new Error(`the clipboard of this machine cannot be reached: ${commands?.program ?? "no command"} is missing`);
  }
  const clipboard = new CommandClipboard(commands, access, events);
  await clipboard.begin();
  return clipboard;
};

class CommandClipboard implements Clipboard {
  readonly #commands: Commands;
  readonly #env: Record<string, string>;
  readonly #events: ClipboardEvents;
  #timer: Timer | undefined;
  #known: string | null = null;

  constructor(commands: Commands, access: DisplayAccess, events: ClipboardEvents) {
    this.#commands = commands;
    this.#events = events;
    this.#env = {
      LANG: "C.UTF-8",
      ...(access.display ? { DISPLAY: access.display } : {}),
      ...(access.authority ? { XAUTHORITY: access.authority } : {}),
    };
  }

  /** What is there already is no news; whatever is copied once this has resolved is. */
  async begin(): Promise<void> {
    await this.#look(true);
    this.#timer = setInterval(() => void this.#look(false), LOOK_EVERY_MS);
  }

  async read(): Promise<ReadClipboard> {
    const text = await this.#text();
    if (text === null || text === "") return { kind: "empty" };
    return Buffer.byteLength(text) > MAX_CLIPBOARD_STREAM_BYTES ? { kind: "too_large" } : { kind: "text", text };
  }

  async write(content: Parameters<Clipboard["write"]>[0]): Promise<void> {
    if (content.kind !== "text") throw new Error("this machine's clipboard takes text only");
    this.#known = content.text;
    const child = Bun.spawn([...this.#commands.write], {
      env: this.#env,
      stdin: new Blob([content.text]),
      stdout: "ignore",
      stderr: "ignore",
    });
    if ((await child.exited) !== 0) throw new Error("this machine's clipboard could not be written");
    await this.#untilThere(content.text);
  }

  /** xclip ends before what it left behind has told the X server whose the clipboard is now: a paste in between finds nothing. */
  async #untilThere(text: string): Promise<void> {
    const deadline = performance.now() + THERE_WITHIN_MS;
    // Where it is given back in another form, or somebody copies meanwhile, nothing is gained by waiting on.
    while ((await this.#text()) !== text && performance.now() < deadline) await Bun.sleep(THERE_POLL_MS);
  }

  close(): void {
    clearInterval(this.#timer);
  }

  async #look(isFirst: boolean): Promise<void> {
    const text = await this.#text();
    if (text === null || text === this.#known) return;
    this.#known = text;
    if (!isFirst) this.#events.changed();
  }

  /** null: there is none, or none that is text. */
  async #text(): Promise<string | null> {
    const child = Bun.spawn([...this.#commands.read], {
      env: this.#env,
      stdin: "ignore",
      stdout: "pipe",
      stderr: "ignore",
    });
    const text = await new Response(child.stdout).text();
    return (await child.exited) === 0 ? text : null;
  }
}
