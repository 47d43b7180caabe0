/** Pointer and keys of one machine, put into its windowing system. One contract suite tests every back-end. */

export type MouseButton = "left" | "middle" | "right";

/** A physical key press as the viewer reports it (UI Events: `code`, `key`, `location`). */
export type KeyStroke = {
  code: string;
  key: string;
  location?: number;
  locks?: { caps: boolean; num: boolean };
};

export interface Injector {
  /** Desktop pixels, all monitors together; values outside are clamped. */
  movePointer(x: number, y: number): void;
  setButton(button: MouseButton, isDown: boolean): void;
  /** Wheel notches, positive right and down; fractions add up. */
  scroll(dx: number, dy: number): void;
  /** Presses a key so that `key` arrives, whatever the machine's layout; the mapping is kept until `keyUp`. */
  keyDown(stroke: KeyStroke): Promise<void>;
  keyUp(code: string): Promise<void>;
  /** Types each of these characters, whatever the machine's layout: down and up. */
  typeText(text: string): Promise<void>;
  /** Types one character or a named key ("Enter", "ArrowLeft"): down and up. */
  typeKey(key: string): Promise<void>;
  /** Releases every key and button that this injector holds down. */
  releaseAll(): Promise<void>;
  /** Undoes what was remapped and lets go of the display. */
  close(): Promise<void>;
}
