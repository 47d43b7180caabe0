/** The remote screen: the canvas in its scale, the pointer over it, and the field that has the keyboard. */
import { createEffect, createMemo, createSignal, on, onCleanup, onMount, Show } from "solid-js";
import { classNames } from "../../components/class-names.ts";
import { notify } from "../../components/toast.tsx";
import { useClipboard } from "../clipboard/create-clipboard.ts";
import { takePasted } from "../clipboard/local-clipboard.ts";
import { listenToKeys } from "../input/key-field.ts";
import { keyPlatform } from "../input/key-platform.ts";
import type { Keyboard } from "../input/keyboard.ts";
import type { Latch } from "../input/latched-modifiers.ts";
import { commandOf } from "../input/shortcuts.ts";
import { PeoplePointers } from "../people/people-pointers.tsx";
import { sharePointer } from "../people/share-pointer.ts";
import { useViewer } from "../viewer-state.ts";
import { createCursor } from "./create-cursor.ts";
import { createScreenInput } from "./create-screen-input.ts";
import { createViewSize } from "./create-view-size.ts";
import { KeyRow } from "./key-row.tsx";
import { MachinePointer } from "./machine-pointer.tsx";
import { type Point, placePicture } from "./scale.ts";
import { useScreenFocus } from "./screen-focus.ts";

/** Further in there is nothing more to be seen. */
const MAX_ZOOM = 8;

export function ViewerScreen(props: { shortcutHint: string }) {
  const viewer = useViewer();
  const focus = useScreenFocus();
  const clipboard = useClipboard();
  let area!: HTMLDivElement;
  let stage!: HTMLDivElement;
  let field!: HTMLTextAreaElement;
  const { canvas } = viewer;
  const [zoom, setZoom] = createSignal(1);
  const [keyboard, setKeyboard] = createSignal<Keyboard | null>(null);
  const [latched, setLatched] = createSignal<ReadonlyMap<string, Latch>>(new Map());
  canvas.className = "absolute block select-none";

  const view = createViewSize(() => area);
  const placement = createMemo(() => {
    const { framebuffer } = viewer.snapshot();
    const { width, height, devicePixelRatio } = view();
    if (!framebuffer || width === 0 || height === 0) return null;
    return placePicture(
      framebuffer,
      { width, height },
      {
        scaling: viewer.scaling(),
        devicePixelRatio,
        zoom: zoom(),
      },
    );
  });
  const [isPointerOver, setIsPointerOver] = createSignal(false);
  const cursor = createCursor(viewer, placement, () => view().devicePixelRatio);

  createEffect(() => {
    const placed = placement();
    canvas.hidden = placed === null;
    if (!placed) return;
    canvas.style.left = `${placed.canvas.x}px`;
    canvas.style.top = `${placed.canvas.y}px`;
    canvas.style.width = `${placed.canvas.width}px`;
    canvas.style.height = `${placed.canvas.height}px`;
    canvas.style.imageRendering = placed.isPixelated ? "pixelated" : "auto";
  });
  // A field that is disabled with the focus in it says nothing of losing it.
  createEffect(() => !viewer.isActive() && focus.setHasKeyboard(false));
  createEffect(() => {
    canvas.style.filter = viewer.isActive() ? "" : "saturate(0.3)";
  });

  createEffect(on(viewer.scaling, () => setZoom(1), { defer: true }));

  /** What of the picture was between the fingers stays there. Scrolling is rounded: of a movement only the first step says what that was. */
  let between = { at: { x: Number.NaN, y: Number.NaN }, share: { x: 0, y: 0 } };
  function pinch(from: Point, to: Point, factor: number): void {
    const before = canvas.getBoundingClientRect();
    const isGoingOn = between.at.x === from.x && between.at.y === from.y;
    const share = isGoingOn
      ? between.share
      : { x: (from.x - before.left) / before.width, y: (from.y - before.top) / before.height };
    between = { at: to, share };
    setZoom((now) => Math.min(Math.max(now * factor, 1), MAX_ZOOM));
    const after = canvas.getBoundingClientRect();
    area.scrollLeft += after.left + share.x * after.width - to.x;
    area.scrollTop += after.top + share.y * after.height - to.y;
  }

  /** The keyboard goes to the screen unless somebody uses it elsewhere, in the toolbar or a dialog. */
  function takeFreeFocus(): void {
    if (document.activeElement === null || document.activeElement === document.body) focus.take();
  }

  onMount(() => {
    focus.register(field);
    const input = createScreenInput({
      viewer,
      focus,
      area,
      stage,
      field,
      onOver: setIsPointerOver,
      onPinch: pinch,
      onLatched: setLatched,
    });
    setKeyboard(input.keyboard);
    sharePointer(viewer, stage);
    const stopKeys = listenToKeys(field, {
      keyboard: input.keyboard,
      isTaking: viewer.isControlling,
      isShortcut(event) {
        if (commandOf(event) === null) return false;
        // Its modifiers went down on the machine.
        input.release();
        return true;
      },
      platform: keyPlatform(),
      canPaste: () => viewer.may("clipboard"),
      onPaste: (event) => clipboard.pasted(takePasted(event)),
      onCut: (lost) =>
        notify("The text was too long", { detail: `Its last ${lost} characters were not typed. Paste it in parts.` }),
    });
    onCleanup(stopKeys);
    createEffect(on(viewer.isActive, (isActive) => isActive && setTimeout(takeFreeFocus)));
  });

  return (
    <div
      ref={area}
      class="absolute inset-0 overflow-auto overscroll-none"
      style={{ cursor: viewer.isControlling() ? cursor.style() : "default" }}
    >
      <div
        ref={stage}
        class="relative touch-none"
        style={{
          width: placement() ? `${placement()?.stage.width}px` : "100%",
          height: placement() ? `${placement()?.stage.height}px` : "100%",
        }}
      >
        {canvas}
        <Show when={placement() && !(isPointerOver() && viewer.isControlling()) && viewer.isActive()}>
          <MachinePointer placement={placement()} picture={cursor.picture()} />
        </Show>
        <Show when={viewer.isActive()}>
          <PeoplePointers placement={placement()} />
        </Show>
      </div>
      <textarea
        ref={field}
        class={classNames(
          "fixed top-1/2 left-1/2 field-sizing-content h-6 min-w-16 resize-none overflow-hidden border-0 p-0 text-sm whitespace-nowrap opacity-0",
          "pointer-events-none outline-none focus-visible:outline-none",
          "data-composing:rounded-md data-composing:bg-raised data-composing:px-2 data-composing:text-text data-composing:opacity-100",
        )}
        disabled={!viewer.isActive()}
        aria-label={`Screen of ${viewer.machineName()}. Keys go to the machine; ${props.shortcutHint} leads to the toolbar.`}
        autocomplete="off"
        autocapitalize="off"
        autocorrect="off"
        spellcheck={false}
        inputmode={matchMedia("(pointer: coarse)").matches ? "none" : "text"}
        onFocus={() => focus.setHasKeyboard(true)}
        onBlur={() => focus.setHasKeyboard(false)}
      />
      <Show when={focus.isTypingByTouch() && viewer.isControlling() && keyboard()}>
        {(keys) => <KeyRow keyboard={keys()} latched={latched()} />}
      </Show>
    </div>
  );
}
