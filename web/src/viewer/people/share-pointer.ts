/** Tells the others where this page's pointer is over the remote screen, as long as there are others. */
import { onCleanup } from "solid-js";
import { pixelAt } from "../screen/scale.ts";
import type { Viewer } from "../viewer-state.ts";
import { othersOf } from "./people-state.ts";

/** As often as the relay passes it on, and a little. */
const INTERVAL_MS = 50;

export function sharePointer(viewer: Viewer, stage: HTMLElement): void {
  let newest: { clientX: number; clientY: number } | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isShown = false;

  function tell(): void {
    timer = undefined;
    const { framebuffer } = viewer.snapshot();
    if (!newest || !framebuffer) return;
    const { left, top, width, height } = viewer.canvas.getBoundingClientRect();
    const { clientX, clientY } = newest;
    newest = null;
    const isOver = clientX >= left && clientX < left + width && clientY >= top && clientY < top + height;
    if (!isOver) {
      hide();
      return;
    }
    const at = pixelAt({ x: clientX, y: clientY }, { x: left, y: top, width, height }, framebuffer);
    isShown = viewer.send({ type: "pointer", ...at });
    timer = setTimeout(tell, INTERVAL_MS);
  }

  function hide(): void {
    newest = null;
    if (isShown) viewer.send({ type: "pointer" });
    isShown = false;
  }

  const move = (event: PointerEvent) => {
    if (!viewer.isActive() || othersOf(viewer).length === 0) return;
    newest = event;
    if (timer === undefined) tell();
  };
  stage.addEventListener("pointermove", move, { passive: true });
  stage.addEventListener("pointerdown", move, { passive: true });
  stage.addEventListener("pointerleave", hide);
  onCleanup(() => {
    clearTimeout(timer);
    stage.removeEventListener("pointermove", move);
    stage.removeEventListener("pointerdown", move);
    stage.removeEventListener("pointerleave", hide);
  });
}
