/**
 * The hidden text field that has the keyboard: input methods, dead keys and emoji pickers write only into a field. What
 * arrives in it is typed on the machine; it stays empty itself.
 */
import type { Keyboard } from "./keyboard.ts";

export type KeyFieldOptions = {
  keyboard: Keyboard;
  /** Whether keys go to the machine. Else the browser keeps them, and Tab leaves the field. */
  isTaking: () => boolean;
  /** The viewer's own shortcuts are not for the machine; the page carries them out. */
  isShortcut: (event: KeyboardEvent) => boolean;
  /** Text that was too long lost this many characters. */
  onCut: (lostCharacters: number) => void;
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

  on("keydown", (event) => {
    if (options.isShortcut(event) || !isTaking()) return;
    // The page has shortcuts of its own (Alt+T leads to its notices), which are none here.
    event.stopPropagation();
    if (keyboard.down(event)) event.preventDefault();
  });
  on("keyup", (event) => {
    if (!isTaking()) return;
    event.preventDefault();
    keyboard.up(event);
  });
  on("beforeinput", (event) => {
    // What an input method is still composing cannot be prevented, and arrives when it is done.
    if (event.isComposing || !event.cancelable) return;
    event.preventDefault();
    const text = insertedText(event);
    if (isTaking() && text) type(text);
  });
  on("compositionstart", () => field.toggleAttribute("data-composing", true));
  on("compositionend", (event) => {
    field.removeAttribute("data-composing");
    field.value = "";
    if (isTaking() && event.data) type(event.data);
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
