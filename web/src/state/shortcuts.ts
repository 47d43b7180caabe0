/**
 * Every keyboard shortcut of the dashboard, once: the help sheet, the tooltips and the listeners read it here. A key is what
 * `KeyboardEvent.key` says; `mod` is Ctrl, or Cmd on Apple's keyboards; two with a space are pressed one after the other.
 */

export const SHORTCUTS = {
  help: { keys: "?", label: "Show this sheet", part: "Everywhere" },
  palette: { keys: "mod+k", label: "Search everything", part: "Everywhere" },
  machines: { keys: "g m", label: "Go to the machines", part: "Go to" },
  connectByCode: { keys: "g c", label: "Go to Quick Connect", part: "Go to" },
  sessions: { keys: "g s", label: "Go to the sessions", part: "Go to" },
  recordings: { keys: "g r", label: "Go to the recordings", part: "Go to" },
  users: { keys: "g u", label: "Go to users and invites", part: "Go to" },
  groups: { keys: "g g", label: "Go to the groups", part: "Go to" },
  enrollment: { keys: "g e", label: "Go to enrollment", part: "Go to" },
  scripts: { keys: "g x", label: "Go to the scripts", part: "Go to" },
  audit: { keys: "g a", label: "Go to the audit log", part: "Go to" },
  settings: { keys: "g ,", label: "Go to the settings", part: "Go to" },
  filter: { keys: "/", label: "Filter", part: "Machines" },
  down: { keys: "j", label: "Next machine", part: "Machines" },
  up: { keys: "k", label: "Machine before", part: "Machines" },
  connect: { keys: "Enter", label: "Connect", part: "Machines" },
  open: { keys: "o", label: "Open the machine's page", part: "Machines" },
  terminal: { keys: "t", label: "Open a terminal on it, also on its page", part: "Machines" },
  edit: { keys: "e", label: "Edit, also on its page", part: "Machines" },
  copyLink: { keys: "c", label: "Copy its link, also on its page", part: "Machines" },
  select: { keys: "x", label: "Select, with Shift up to it", part: "Machines" },
  selectAll: { keys: "mod+a", label: "Select all that are shown", part: "Machines" },
  clear: { keys: "Escape", label: "Select none", part: "Machines" },
  save: { keys: "mod+s", label: "Save the script", part: "Writing" },
  saveNotes: { keys: "mod+Enter", label: "Save notes", part: "Writing" },
} as const satisfies Record<string, { keys: string; label: string; part: string }>;

export type ShortcutName = keyof typeof SHORTCUTS;

/** The pages that are gone to, by the shortcut that goes there. */
export const GO_TO: readonly { shortcut: ShortcutName; path: string }[] = [
  { shortcut: "machines", path: "/machines" },
  { shortcut: "connectByCode", path: "/connect" },
  { shortcut: "sessions", path: "/sessions" },
  { shortcut: "recordings", path: "/recordings" },
  { shortcut: "users", path: "/users" },
  { shortcut: "groups", path: "/groups" },
  { shortcut: "enrollment", path: "/enrollment" },
  { shortcut: "scripts", path: "/scripts" },
  { shortcut: "audit", path: "/audit" },
  { shortcut: "settings", path: "/settings" },
];

/** Of two keys one after the other, how long the first is remembered. */
const SEQUENCE_MS = 1_000;

type Keys = Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "altKey" | "shiftKey">;

/** How a key press is written above; "" for what is no part of any shortcut. */
export function writtenAs(event: Keys, isApple: boolean): string {
  if (event.altKey || (isApple ? event.ctrlKey : event.metaKey)) return "";
  const isMod = isApple ? event.metaKey : event.ctrlKey;
  if (["Shift", "Control", "Meta", "Alt"].includes(event.key)) return "";
  // With Shift a letter is the same shortcut (a range); a sign such as "?" needs Shift on most keyboards anyway.
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  return isMod ? `mod+${key}` : key;
}

/** Joins key presses to shortcuts: `press` answers the one that is complete now. */
export function createKeyReader(isApple: boolean, now: () => number = Date.now) {
  let first = "";
  let firstAt = 0;
  return {
    press(event: Keys): ShortcutName | null {
      const written = writtenAs(event, isApple);
      const isSecond = first !== "" && now() - firstAt < SEQUENCE_MS;
      const sequence = isSecond ? `${first} ${written}` : written;
      first = "";
      const found = nameOf(sequence);
      if (found || written === "") return found;
      if (isSecond) return nameOf(written);
      if (beginsSequence(written)) {
        first = written;
        firstAt = now();
      }
      return null;
    },
  };
}

function nameOf(keys: string): ShortcutName | null {
  const names = Object.keys(SHORTCUTS) as ShortcutName[];
  return names.find((name) => SHORTCUTS[name].keys === keys) ?? null;
}

function beginsSequence(key: string): boolean {
  return Object.values(SHORTCUTS).some(({ keys }) => keys.startsWith(`${key} `));
}

/** "g m" as the keys of a keyboard's caps: ["G", "M"]. */
export function keyCaps(name: ShortcutName, isApple: boolean): string[] {
  return SHORTCUTS[name].keys
    .split(" ")
    .map((key) => key.replace("mod+", isApple ? "⌘" : "Ctrl ").replace("Escape", "Esc"))
    .map((key) => (key.length === 1 || key.startsWith("⌘") || key.startsWith("Ctrl ") ? upperLast(key) : key));
}

const upperLast = (key: string) => (/[a-z]{2}$/.test(key) ? key : key.slice(0, -1) + key.slice(-1).toUpperCase());

/** In one line, for tooltips and menus: "G then M". */
export function keyWords(name: ShortcutName, isApple: boolean): string {
  return keyCaps(name, isApple).join(" then ");
}

/** The shortcut that goes to a page. */
export function shortcutTo(path: string): ShortcutName | undefined {
  return GO_TO.find((one) => one.path === path)?.shortcut;
}
