/** A key as the keyboard reports it, and what kind of key it is. */

export type KeyStroke = {
  /** `KeyboardEvent.code`: its place. Empty for keys without one. */
  code: string;
  /** `KeyboardEvent.key`: its meaning. */
  key: string;
  location: number;
  locks: { caps: boolean; num: boolean };
};

/** What of a `KeyboardEvent` is looked at. */
export type KeyReport = Pick<
  KeyboardEvent,
  | "code"
  | "key"
  | "location"
  | "keyCode"
  | "isComposing"
  | "timeStamp"
  | "ctrlKey"
  | "altKey"
  | "shiftKey"
  | "metaKey"
  | "getModifierState"
>;

export function strokeOf(report: KeyReport): KeyStroke {
  return {
    code: report.code === "Unidentified" ? "" : report.code,
    key: report.key,
    location: report.location,
    locks: { caps: report.getModifierState("CapsLock"), num: report.getModifierState("NumLock") },
  };
}

const MODIFIERS: ReadonlySet<string> = new Set(["Shift", "Control", "Alt", "AltGraph", "Meta", "OS", "Super", "Hyper"]);

export function isModifier(key: string): boolean {
  return MODIFIERS.has(key);
}

/** One character, be it of one UTF-16 unit or two. Named keys ("Enter") have several. */
export function isCharacter(key: string): boolean {
  return [...key].length === 1;
}

/** An input method took the key for itself: what comes of it arrives as text. 229 is what older ones report. */
const TAKEN_BY_INPUT_METHOD = 229;

export function isTakenByInputMethod(report: KeyReport): boolean {
  return report.isComposing || report.key === "Process" || report.keyCode === TAKEN_BY_INPUT_METHOD;
}
