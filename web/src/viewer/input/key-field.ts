/**
 * The hidden text field that has the keyboard: input methods, dead keys and emoji pickers write only into a field. What
 * arrives in it is typed on the machine; it stays empty itself.
 */
import type { KeyPlatform } from "./key-platform.ts";
import type { Keyboard } from "./keyboard.ts";
import { isPasteStroke, PasteGate } from "./paste-gate.ts";

export type KeyFieldOptions = {
  keyboard: Keyboard;
  /** Whether keys go to the machine. Else the browser keeps them, and Tab leaves the field. */
  isTaking: () => boolean;
  /** The viewer's own shortcuts are not for the machine; the page carries them out. */
  isShortcut: (event: KeyboardEvent) => boolean;
  /** Text that was too long lost this many characters. */
  onCut: (lostCharacters: number) => void;
  platform: KeyPlatform;
  /** What is pasted may go to the machine's clipboard. */
  canPaste: () => boolean;
  /** @returns resolves when the machine has it; false: it has not */
  onPaste: (event: ClipboardEvent) => Promise<boolean>;
};

/** @returns what ends it */
export function listenToKeys(field: HTMLTextAreaElement, options: KeyFieldOptions): () => void {
  const { keyboard, isTaking } = options;
  const listeners = new AbortController();
  const on = <Name extends keyof HTMLElementEventMap>(
    name: Name,
    listener: (event: HTMLElementEventMap[Name]) => void,
  ) => field.addEventListener(name, listener, { signal: listeners.signal });

  const type = (text: string): void => {
    const lost = keyboard.text(text);
    if (lost > 0) options.onCut(lost);
  };
  const gate = new PasteGate({
    schedule(step, delayMs) {
      const timer = setTimeout(step, delayMs);
      return () => clearTimeout(timer);
    },
  });

  on("keydown", (event) => {
    if (options.isShortcut(event) || !isTaking()) return;
    // The page has shortcuts of its own (Alt+T leads to its notices), which are none here.
    event.stopPropagation();
    if (gate.isClosed) {
      event.preventDefault();
      gate.pass(() => void keyboard.down(event));
    } else if (!event.repeat && options.canPaste() && isPasteStroke(event, options.platform)) {
      // Left to the browser, which answers with `paste`.
      gate.begin(() => void keyboard.down(event));
    } else if (keyboard.down(event)) {
      event.preventDefault();
    }
  });
  on("paste", (event) => {
    if (!gate.isClosed) return;
    event.preventDefault();
    gate.pasted(options.onPaste(event));
  });
  on("blur", () => gate.clear());
  on("keyup", (event) => {
    if (!isTaking()) return;
    event.preventDefault();
    gate.pass(() => keyboard.up(event));
  });
  on("beforeinput", (event) => {
    // What an input method is still composing cannot be prevented, and arrives when it is done.
    if (event.isComposing || !event.cancelable) return;
    event.preventDefault();
    const text = insertedText(event);
    if (isTaking() && text) gate.pass(() => type(text));
  });
  on("compositionstart", () => field.toggleAttribute("data-composing", true));
  on("compositionend", (event) => {
    field.removeAttribute("data-composing");
    field.value = "";
    const text = event.data;
    if (isTaking() && text) gate.pass(() => type(text));
  });
  on("input", (event) => {
    if (event instanceof InputEvent && !event.isComposing) field.value = "";
  });
  return () => listeners.abort();
}

/** On-screen keyboards report their Enter and Backspace as editing only. */
function insertedText(event: InputEvent): string {
  if (event.inputType === "insertLineBreak" || event.inputType === "insertParagraph") return "\n";
  if (event.inputType === "deleteContentBackward") return "\b";
  return event.data ?? event.dataTransfer?.getData("text/plain") ?? "";
}
