/** Joins the browser's events over the remote screen to pointer, touch and keyboard, and lets go of everything when they can't follow it any more. */
import { createEffect, on, onCleanup } from "solid-js";
import { keyPlatform } from "../input/key-platform.ts";
import { Keyboard } from "../input/keyboard.ts";
import type { Latch } from "../input/latched-modifiers.ts";
import { RemotePointer } from "../input/pointer.ts";
import { requestBrowserFrame } from "../input/send-input.ts";
import { TouchGestures } from "../input/touch.ts";
import type { Viewer } from "../viewer-state.ts";
import { edgeSpeed } from "./edge-pan.ts";
import { type Box, type Point, pixelAt } from "./scale.ts";
import type { ScreenFocus } from "./screen-focus.ts";

export type ScreenInputOptions = {
  viewer: Viewer;
  focus: ScreenFocus;
  /** What scrolls where the picture is larger. */
  area: HTMLElement;
  /** All that can be scrolled to: takes the pointer. Scroll bars are not part of it. */
  stage: HTMLElement;
  field: HTMLTextAreaElement;
  /** This page's pointer came over the screen, or left it. */
  onOver: (isOver: boolean) => void;
  /** Two fingers: see `TouchActions.pinch`. */
  onPinch: (from: Point, to: Point, factor: number) => void;
  /** Modifiers that were latched for the keys to come, as they are now. */
  onLatched: (latched: ReadonlyMap<string, Latch>) => void;
};

export type ScreenInput = { keyboard: Keyboard; release(): void };

const LEFT = 1;
/** In CSS pixels. */
const EDGE_SLACK = 4;

function schedule(step: () => void, delayMs: number): () => void {
  const timer = setTimeout(step, delayMs);
  return () => clearTimeout(timer);
}

export function createScreenInput(options: ScreenInputOptions): ScreenInput {
  const { viewer, focus, area, stage, field } = options;
  const keyboard = new Keyboard({
    send: viewer.sendInput,
    platform: keyPlatform(),
    schedule,
    latched: options.onLatched,
  });
  const pointer = new RemotePointer(viewer.sendInput, requestBrowserFrame);
  const pan = createEdgePan(area, (at) => pointer.moveTo(pixelUnder(at)));
  const touch = createTouch(pointer, pixelUnder, pan, options.onPinch);

  /** Called with every way in which what is held could get stuck. Safe to call at any time. */
  function release(): void {
    touch.cancel();
    pan.stop();
    const areButtonsHeld = pointer.forget();
    const areKeysHeld = keyboard.forget();
    // To a session that is gone nothing is sent: there the agent has let go of it all.
    if (areButtonsHeld || areKeysHeld) viewer.send({ type: "release_keys" });
  }

  function canvasBox(): Box {
    const { left, top, width, height } = viewer.canvas.getBoundingClientRect();
    return { x: left, y: top, width, height };
  }

  function pixelUnder(at: Point): Point {
    return pixelAt(at, canvasBox(), viewer.snapshot().framebuffer ?? { width: 1, height: 1 });
  }

  function followPointer(event: PointerEvent): void {
    const at = pointOf(event);
    if (event.type === "pointerdown") takePointer(event, at);
    if (!viewer.isControlling()) return;
    if (event.pointerType === "touch") followFinger(touch, event, at);
    else followMouse(event, at);
  }

  function followMouse(event: PointerEvent, at: Point): void {
    keyboard.settle();
    keyboard.releaseStale(event);
    if (event.type === "pointerdown" && !isNear(at, canvasBox())) pointer.ignore(event.buttons);
    pointer.update(pixelUnder(at), event.type === "pointercancel" ? 0 : event.buttons);
    pan.follow(at);
  }

  function takePointer(event: PointerEvent, at: Point): void {
    // A drag goes on outside the window.
    stage.setPointerCapture(event.pointerId);
    // Input methods open their window there.
    field.style.left = `${at.x}px`;
    field.style.top = `${at.y}px`;
    focus.take();
  }

  function turnWheel(event: WheelEvent): void {
    event.preventDefault();
    // A pinch on a touchpad comes as a wheel with a Control that nobody pressed.
    if (!viewer.isControlling() || (event.ctrlKey && !keyboard.holds("Control"))) return;
    keyboard.settle();
    pointer.wheel(
      pixelUnder(pointOf(event)),
      event,
      event.shiftKey && keyboard.holds("Shift"),
      window.devicePixelRatio,
    );
  }

  const listeners = new AbortController();
  const { signal } = listeners;
  for (const type of ["pointerdown", "pointermove", "pointerup", "pointercancel"] as const) {
    stage.addEventListener(type, followPointer, { signal });
  }
  stage.addEventListener("pointerenter", () => options.onOver(true), { signal });
  stage.addEventListener("pointerleave", () => options.onOver(false), { signal });
  stage.addEventListener("pointerleave", pan.stop, { signal });
  stage.addEventListener("wheel", turnWheel, { passive: false, signal });
  // The focus stays in the field; the middle button neither scrolls by itself nor pastes.
  for (const type of ["mousedown", "mouseup", "auxclick", "contextmenu", "dragstart"] as const) {
    stage.addEventListener(type, (event) => event.preventDefault(), { signal });
  }
  field.addEventListener("blur", release, { signal });
  window.addEventListener("blur", release, { signal });
  window.addEventListener("pagehide", release, { signal });
  document.addEventListener("visibilitychange", () => document.hidden && release(), { signal });
  createEffect(on(viewer.isControlling, release));
  onCleanup(() => {
    release();
    listeners.abort();
  });
  return { keyboard, release };
}

function pointOf(event: MouseEvent): Point {
  return { x: event.clientX, y: event.clientY };
}

/** A press on the backdrop is none on the machine; one that misses the picture's edge by a hair is. */
function isNear(at: Point, box: Box): boolean {
  const isWithin = (position: number, start: number, length: number) =>
    position >= start - EDGE_SLACK && position <= start + length + EDGE_SLACK;
  return isWithin(at.x, box.x, box.width) && isWithin(at.y, box.y, box.height);
}

function followFinger(touch: TouchGestures, event: PointerEvent, at: Point): void {
  if (event.type === "pointerdown") touch.down(event.pointerId, at);
  else if (event.type === "pointermove") touch.move(event.pointerId, at);
  else if (event.type === "pointerup") touch.up(event.pointerId, at);
  else touch.cancel();
}

function createTouch(
  pointer: RemotePointer,
  pixelUnder: (at: Point) => Point,
  pan: EdgePan,
  pinch: ScreenInputOptions["onPinch"],
): TouchGestures {
  return new TouchGestures(
    {
      tap: (at) => pointer.click(pixelUnder(at), "left"),
      longPress: (at) => pointer.click(pixelUnder(at), "right"),
      drag(at, isDown) {
        pointer.update(pixelUnder(at), isDown ? LEFT : 0);
        if (isDown) pan.follow(at);
        else pan.stop();
      },
      pinch,
      scroll: (at, notches) => pointer.scroll(pixelUnder(at), notches),
    },
    schedule,
  );
}

type EdgePan = { follow(point: Point): void; stop(): void };

/** A picture larger than the window follows the pointer to its edges. */
function createEdgePan(area: HTMLElement, panned: (at: Point) => void): EdgePan {
  let at: Point = { x: 0, y: 0 };
  let cancelFrame: (() => void) | null = null;

  function step(): void {
    cancelFrame = null;
    const box = area.getBoundingClientRect();
    const speed = edgeSpeed({ x: at.x - box.left, y: at.y - box.top }, box);
    const before = { x: area.scrollLeft, y: area.scrollTop };
    area.scrollBy(speed.x, speed.y);
    if (area.scrollLeft === before.x && area.scrollTop === before.y) return;
    panned(at);
    cancelFrame = requestBrowserFrame(step);
  }

  return {
    follow(point: Point): void {
      at = point;
      const canScroll = area.scrollWidth > area.clientWidth || area.scrollHeight > area.clientHeight;
      if (canScroll && !cancelFrame) step();
    },
    stop(): void {
      cancelFrame?.();
      cancelFrame = null;
    },
  };
}
