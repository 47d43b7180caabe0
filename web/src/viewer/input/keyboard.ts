/**
 * From the browser's keyboard to the machine's: keys as key events, composed and inserted text as characters. Knows the
 * habits of the technician's system; which keys are down is kept apart (pressed-keys.ts).
 */
import type { KeyPlatform } from "./key-platform.ts";
import {
  isCharacter,
  isModifier,
  isTakenByInputMethod,
  type KeyReport,
  type KeyStroke,
  strokeOf,
} from "./key-stroke.ts";
import { type Latch, LatchedModifiers } from "./latched-modifiers.ts";
import { PressedKeys } from "./pressed-keys.ts";
import type { SendInput } from "./send-input.ts";

/** Windows' own Control comes in the same instant as its AltGr; a hand is slower. */
const FAKE_CONTROL_MS = 50;
/** How long a left Control may wait for the AltGr that would make it a fake one. */
const CONTROL_WAIT_MS = 100;
/** More at once would come near the relay's rate for keys, which closes the socket. */
export const MAX_TEXT_CHARACTERS = 1_000;

/** Keys of Japanese keyboards whose release Windows does not report. */
const WITHOUT_RELEASE: ReadonlySet<string> = new Set([
  "ZenkakuHankaku",
  "Hankaku",
  "Zenkaku",
  "Eisu",
  "Alphanumeric",
  "Katakana",
  "Hiragana",
  "HiraganaKatakana",
  "Romaji",
  "KanaMode",
]);

const CONTROL_CHARACTERS: Readonly<Record<string, string>> = { "\n": "Enter", "\t": "Tab", "\b": "Backspace" };

export type KeyboardOptions = {
  send: SendInput;
  platform: KeyPlatform;
  /** As setTimeout; what cancels it is given back. */
  schedule: (step: () => void, delayMs: number) => () => void;
  /** Told whenever a modifier is latched or let go, with those that are latched now, by code. */
  latched?: (latched: ReadonlyMap<string, Latch>) => void;
};

export type RowKey = Pick<KeyStroke, "code" | "key" | "location">;

const NO_LOCKS = { caps: false, num: false };

/** Where a US keyboard has it: shortcuts are known by that where the letter is none of the machine's layout. */
function codeOf(key: string): string {
  if (/^[a-z]$/i.test(key)) return `Key${key.toUpperCase()}`;
  if (/^\d$/.test(key)) return `Digit${key}`;
  return key.length > 1 ? key : "";
}

export class Keyboard {
  readonly #options: KeyboardOptions;
  readonly #pressed: PressedKeys;
  readonly #latched: LatchedModifiers;
  /** A left Control on Windows that may turn out to belong to AltGr. */
  #waitingControl: { stroke: KeyStroke; timeStamp: number; cancel: () => void } | null = null;
  #isDeadPending = false;
  /** The key that completes a dead one; its character arrives as text. */
  #completing: KeyStroke | null = null;

  constructor(options: KeyboardOptions) {
    this.#options = options;
    this.#pressed = new PressedKeys(options.send);
    this.#latched = new LatchedModifiers(this.#pressed, options.latched ?? (() => undefined));
  }

  /** @returns whether it is done with; false leaves it to the browser, which makes text of it */
  down(report: KeyReport): boolean {
    if (isTakenByInputMethod(report)) {
      this.settle();
      return false;
    }
    const stroke = this.#settleControl(report, this.#translated(strokeOf(report)));
    this.releaseStale(report);
    if (this.#isText(report, stroke)) return false;
    if (this.#isMaybeFakeControl(report)) this.#waitForAltGr(stroke, report.timeStamp);
    else this.#press(report, stroke);
    return true;
  }

  up(report: KeyReport): void {
    this.settle();
    const stroke = this.#translated(strokeOf(report));
    const { platform } = this.#options;
    if (this.#completing && this.#completing.code === stroke.code) this.#completeByItself(this.#completing);
    // macOS reports Caps Lock as down when its light goes on, and as up when it goes off: both are strokes.
    if (platform === "mac" && stroke.key === "CapsLock") this.#pressed.tap(stroke);
    // Windows keeps the press of Print Screen for itself.
    else if (stroke.key === "PrintScreen" && !this.#pressed.isDown(stroke.code)) this.#pressed.tap(stroke);
    else this.#pressed.up(stroke);
    // macOS reports no release of what was pressed together with Command.
    if (platform === "mac" && stroke.key === "Meta") this.#pressed.upWhere((held) => !isModifier(held.key));
    // Windows reports the release of one Shift only, where both were down.
    if (platform === "windows" && stroke.key === "Shift") this.#pressed.upWhere((held) => held.key === "Shift");
    if (!isModifier(stroke.key)) this.#latched.afterKey();
  }

  /** A modifier of the on-screen row: for the next key, then until it is tapped again, then not at all. */
  latch(modifier: RowKey): void {
    this.settle();
    this.#latched.toggle({ ...modifier, locks: NO_LOCKS });
  }

  /** Any other key of the on-screen row. */
  tap(key: RowKey): void {
    this.settle();
    this.#pressed.tap({ ...key, locks: NO_LOCKS });
    this.#latched.afterKey();
  }

  /**
   * Text from an input method, a dead key, an emoji picker or the browser's own Paste.
   * @returns how many characters were too many
   */
  text(text: string): number {
    this.settle();
    this.#completing = null;
    this.#isDeadPending = false;
    const characters = [...text.replaceAll("\r\n", "\n")];
    // One each: a word might be the name of a key ("home", "up").
    for (const character of characters.slice(0, MAX_TEXT_CHARACTERS)) {
      const key = CONTROL_CHARACTERS[character] ?? character;
      // With a modifier it is a shortcut, which is made by a key, not by a character.
      if (this.#latched.isAny) this.tap({ code: codeOf(key), key, location: 0 });
      else this.#options.send({ type: "key_press", key });
    }
    return Math.max(0, characters.length - MAX_TEXT_CHARACTERS);
  }

  /** A Control that was waiting is meant: something else is done with it now. */
  settle(): void {
    const waiting = this.#waitingControl;
    if (!waiting) return;
    waiting.cancel();
    this.#waitingControl = null;
    this.#pressed.down(waiting.stroke);
  }

  /** Releases modifiers that the browser says are up: their release went elsewhere (a lock screen, a task switcher). */
  releaseStale(
    report: Pick<KeyReport, "ctrlKey" | "altKey" | "shiftKey" | "metaKey" | "getModifierState"> & { key?: string },
  ) {
    if (report.getModifierState("AltGraph")) return;
    const isUp = { Control: !report.ctrlKey, Alt: !report.altKey, Shift: !report.shiftKey, Meta: !report.metaKey };
    this.#pressed.upWhere(
      (held) =>
        held.key !== report.key && isUp[held.key as keyof typeof isUp] === true && !this.#latched.holds(held.code),
    );
  }

  holds(key: string): boolean {
    return this.#pressed.holds(key);
  }

  /** Forgets all that is held. @returns whether that was anything, which is then to be released on the machine */
  forget(): boolean {
    const wasAny = this.#pressed.isAny;
    this.#waitingControl?.cancel();
    this.#waitingControl = null;
    this.#isDeadPending = false;
    this.#completing = null;
    this.#pressed.forget();
    this.#latched.forget();
    return wasAny;
  }

  #translated(stroke: KeyStroke): KeyStroke {
    // Option makes characters as AltGr does elsewhere; as Alt it would make shortcuts of them on the machine.
    if (this.#options.platform === "mac" && stroke.key === "Alt") return { ...stroke, key: "AltGraph" };
    // X11 calls Alt "Meta" while Shift is held.
    if (stroke.key === "Meta" && stroke.code.startsWith("Alt")) return { ...stroke, key: "Alt" };
    return stroke;
  }

  /** Dead keys and what follows them are composed by the browser. */
  #isText(report: KeyReport, stroke: KeyStroke): boolean {
    if (stroke.key === "Dead") {
      this.#isDeadPending = true;
      return true;
    }
    if (stroke.key === "Unidentified" && stroke.code === "") return true;
    const isShortcut = report.metaKey || (report.ctrlKey && !report.getModifierState("AltGraph"));
    const completes = this.#isDeadPending && isCharacter(stroke.key) && !isShortcut;
    if (completes) this.#completing = stroke;
    if (!isModifier(stroke.key)) this.#isDeadPending = false;
    return completes;
  }

  /** No text came of the key after a dead one: it stands for itself. */
  #completeByItself(stroke: KeyStroke): void {
    this.#completing = null;
    this.#options.send({ type: "key_press", key: stroke.key });
  }

  #press(report: KeyReport, stroke: KeyStroke): void {
    const isMac = this.#options.platform === "mac";
    const isReleaseUnreported = isMac
      ? stroke.key === "CapsLock" || (report.metaKey && !isModifier(stroke.key))
      : WITHOUT_RELEASE.has(stroke.key);
    if (isReleaseUnreported) this.#pressed.tap(stroke);
    else this.#pressed.down(stroke);
  }

  #isMaybeFakeControl(report: KeyReport): boolean {
    return (
      this.#options.platform === "windows" && report.code === "ControlLeft" && !this.#pressed.isDown("ControlLeft")
    );
  }

  #waitForAltGr(stroke: KeyStroke, timeStamp: number): void {
    const cancel = this.#options.schedule(() => this.settle(), CONTROL_WAIT_MS);
    this.#waitingControl = { stroke, timeStamp, cancel };
  }

  /** @returns the stroke; as AltGr where it is that, and the Control before it Windows' own */
  #settleControl(report: KeyReport, stroke: KeyStroke): KeyStroke {
    const waiting = this.#waitingControl;
    if (!waiting) return stroke;
    if (report.code !== "AltRight" || report.timeStamp - waiting.timeStamp >= FAKE_CONTROL_MS) {
      this.settle();
      return stroke;
    }
    waiting.cancel();
    this.#waitingControl = null;
    return { ...stroke, key: "AltGraph" };
  }
}
