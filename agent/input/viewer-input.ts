/** Turns the input messages of a session's viewers into steps for the injector, and remembers what each viewer holds. */
import type { ForwardedMessage } from "../../protocol/messages/relay-to-agent.ts";
import type { MouseButton } from "./injector.ts";
import type { InputQueue } from "./input-queue.ts";
import { keyOfName } from "./named-keys.ts";

export type InputMessage = Extract<
  ForwardedMessage,
  {
    type:
      | "mouse_move"
      | "mouse_click"
      | "mouse_scroll"
      | "key_press"
      | "key_special"
      | "key_event"
      | "release_keys"
      | "exec_key_combo";
  }
>;

type Held = { codes: Set<string>; buttons: Set<MouseButton> };

export type ViewerInputOptions = {
  queue: InputQueue;
  /** From pixels of the shown monitor to pixels of the desktop. */
  toDesktop(x: number, y: number): { x: number; y: number };
  /** An input is about to be injected: what it changes on the screen goes first. */
  noteInput(): void;
};

export interface ViewerInput {
  receive(message: InputMessage): void;
  /** Lets go of everything this viewer holds. */
  release(viewerId: string): void;
  releaseAll(): void;
}

export function createViewerInput(options: ViewerInputOptions): ViewerInput {
  const { queue } = options;
  const heldBy = new Map<string, Held>();

  function heldOf(viewerId: string): Held {
    const held = heldBy.get(viewerId) ?? { codes: new Set(), buttons: new Set() };
    heldBy.set(viewerId, held);
    return held;
  }

  function move(x: number, y: number): void {
    const at = options.toDesktop(x, y);
    queue.push({ isMovement: true, run: (injector) => injector.movePointer(at.x, at.y) });
  }

  function button(held: Held, name: MouseButton, isDown: boolean): void {
    if (isDown) held.buttons.add(name);
    else held.buttons.delete(name);
    queue.push({ isRelease: !isDown, run: (injector) => injector.setButton(name, isDown) });
  }

  function click(message: Extract<InputMessage, { type: "mouse_click" }>, held: Held): void {
    move(message.x, message.y);
    if (message.action !== "click") button(held, message.button, message.action === "down");
    for (let times = 0; message.action === "click" && times < message.count; times++) {
      button(held, message.button, true);
      button(held, message.button, false);
    }
  }

  function keyDown(held: Held, stroke: { code: string; key: string; location?: number; locks?: Locks }): void {
    held.codes.add(stroke.code);
    queue.push({ run: (injector) => injector.keyDown(stroke) });
  }

  function keyUp(held: Held, code: string): void {
    held.codes.delete(code);
    queue.push({ isRelease: true, run: (injector) => injector.keyUp(code) });
  }

  function keyEvent(message: Extract<InputMessage, { type: "key_event" }>, held: Held): void {
    // On-screen keyboards report no place: the meaning stands for it.
    const code = message.code || `key:${message.key}`;
    if (message.action === "down") keyDown(held, { ...message, code });
    else keyUp(held, code);
  }

  /** A key of the plain protocol has a name instead of a place: its name stands for its code. */
  function special(message: Extract<InputMessage, { type: "key_special" }>, held: Held): void {
    const named = keyOfName(message.key);
    if (message.action === "down") keyDown(held, named);
    else if (message.action === "up") keyUp(held, named.code);
    else queue.push({ run: (injector) => injector.typeKey(named.key) });
  }

  /** `key_press` means one printable character; some senders put a named key, others a short text there. */
  function keyPress(key: string): void {
    const named = keyOfName(key);
    if (named.isNamed) queue.push({ run: (injector) => injector.typeKey(named.key) });
    else queue.push({ text: key });
  }

  function combo(keys: readonly string[], held: Held): void {
    const strokes = keys.map(keyOfName);
    for (const stroke of strokes) keyDown(held, stroke);
    for (const stroke of strokes.toReversed()) keyUp(held, stroke.code);
  }

  function release(viewerId: string): void {
    const held = heldBy.get(viewerId);
    if (!held) return;
    heldBy.delete(viewerId);
    const others = [...heldBy.values()];
    for (const code of held.codes) if (!others.some((other) => other.codes.has(code))) keyUp(held, code);
    for (const name of held.buttons) if (!others.some((other) => other.buttons.has(name))) button(held, name, false);
  }

  return {
    receive(message) {
      options.noteInput();
      const held = heldOf(message.viewer_id);
      switch (message.type) {
        case "mouse_move":
          move(message.x, message.y);
          break;
        case "mouse_click":
          click(message, held);
          break;
        case "mouse_scroll":
          if (message.x !== undefined && message.y !== undefined) move(message.x, message.y);
          queue.push({ run: (injector) => injector.scroll(message.dx, message.dy) });
          break;
        case "key_press":
          keyPress(message.key);
          break;
        case "key_special":
          special(message, held);
          break;
        case "key_event":
          keyEvent(message, held);
          break;
        case "release_keys":
          release(message.viewer_id);
          break;
        case "exec_key_combo":
          combo(message.keys, held);
          break;
      }
    },
    release,
    releaseAll() {
      for (const viewerId of [...heldBy.keys()]) release(viewerId);
    },
  };
}

type Locks = { caps: boolean; num: boolean };
