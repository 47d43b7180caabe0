/** The viewer's own shortcuts. All three modifiers, because everything else belongs to the machine. */

export type ViewerCommand = "toolbar" | "fullscreen" | "scaling" | "statistics" | "view_only" | "end";

const CODES: Readonly<Record<string, ViewerCommand>> = {
  KeyM: "toolbar",
  KeyF: "fullscreen",
  KeyZ: "scaling",
  KeyS: "statistics",
  KeyV: "view_only",
  KeyX: "end",
};

/** By place: with these modifiers a layout gives other characters, or none. */
export function commandOf(event: Pick<KeyboardEvent, "code" | "ctrlKey" | "altKey" | "shiftKey" | "metaKey">) {
  const areModifiers = event.ctrlKey && event.altKey && event.shiftKey && !event.metaKey;
  return areModifiers && Object.hasOwn(CODES, event.code) ? (CODES[event.code] ?? null) : null;
}

export function shortcutOf(command: ViewerCommand, isMac: boolean): string {
  const [code = ""] = Object.entries(CODES).find(([, name]) => name === command) ?? [];
  const letter = code.slice(-1);
  return isMac ? `⌃⌥⇧${letter}` : `Ctrl+Alt+Shift+${letter}`;
}
