/** The pointer over the remote screen: motion, buttons and wheel, in order, each at the framebuffer pixel it was made at. */
import type { Point } from "../screen/scale.ts";
import { type ButtonName, HeldButtons } from "./held-buttons.ts";
import { PointerMotion } from "./pointer-motion.ts";
import type { RequestFrame, SendInput } from "./send-input.ts";
import { notchesOf, WheelMotion, type WheelTurn } from "./wheel.ts";

export class RemotePointer {
  readonly #send: SendInput;
  readonly #motion: PointerMotion;
  readonly #wheel: WheelMotion;
  readonly #held = new HeldButtons();

  constructor(send: SendInput, requestFrame: RequestFrame) {
    this.#send = send;
    this.#motion = new PointerMotion(send, requestFrame);
    this.#wheel = new WheelMotion(send, requestFrame);
  }

  /** @param buttons as in `PointerEvent.buttons`: any pointer event may tell of a button */
  update(at: Point, buttons: number): void {
    const changes = this.#held.changesTo(buttons);
    if (changes.length === 0) {
      this.#motion.moveTo(at);
      return;
    }
    this.#motion.flush();
    this.#wheel.flush();
    for (const { button, action } of changes) this.#button(at, button, action);
  }

  click(at: Point, button: "left" | "right"): void {
    this.#motion.flush();
    this.#button(at, button, "down");
    this.#button(at, button, "up");
  }

  #button(at: Point, button: ButtonName, action: "down" | "up"): void {
    this.#send({ type: "mouse_click", button, action, count: 1, x: at.x, y: at.y });
  }

  /** @param isSideways Shift makes browsers turn the wheel's axis, which the machine does itself: Shift is down there, too */
  wheel(at: Point, turn: WheelTurn, isSideways: boolean, devicePixelRatio = 1): void {
    this.#motion.flush();
    const { dx, dy } = notchesOf(turn, devicePixelRatio);
    this.#wheel.turn(isSideways && dy === 0 ? { dx: 0, dy: dx } : { dx, dy }, at);
  }

  scroll(at: Point, notches: { dx: number; dy: number }): void {
    this.#wheel.turn(notches, at);
  }

  /** The picture moved under the pointer. */
  moveTo(at: Point): void {
    this.#motion.moveTo(at);
  }

  /** These buttons were pressed elsewhere: until they are let go they are none of ours. */
  ignore(buttons: number): void {
    this.#held.ignore(buttons);
  }

  /** Forgets what is held and what waits. @returns whether a button was held, which is then to be released on the machine */
  forget(): boolean {
    const wasAny = this.#held.isAny;
    this.#held.forget();
    this.#motion.reset();
    this.#wheel.reset();
    return wasAny;
  }
}
