/** The machine's own pointer, shown while this page's is not over the screen: others move it, too. */
import { Show } from "solid-js";
import { useViewer } from "../viewer-state.ts";
import type { CursorPicture } from "./cursor.ts";
import type { Placement } from "./scale.ts";

export function MachinePointer(props: { placement: Placement | null; picture: CursorPicture | null }) {
  const viewer = useViewer();
  /** Where the hot spot is, from the top left of the stage. */
  const spot = () => {
    const at = viewer.machinePointer();
    if (!at || !props.placement || viewer.cursor() === null) return null;
    const { canvas, scale } = props.placement;
    return { x: canvas.x + (at.x + 0.5) * scale, y: canvas.y + (at.y + 0.5) * scale };
  };
  return (
    <Show when={spot()}>
      {(at) => (
        <Show
          when={props.picture}
          fallback={
            <span
              class="pointer-events-none absolute size-2.5 -translate-1/2 rounded-full border-2 border-on-accent bg-accent"
              style={{ left: `${at().x}px`, top: `${at().y}px` }}
              aria-hidden="true"
            />
          }
        >
          {(picture) => (
            <img
              src={picture().url}
              alt=""
              class="pointer-events-none absolute max-w-none"
              style={{
                left: `${at().x - picture().hotX}px`,
                top: `${at().y - picture().hotY}px`,
                width: `${picture().width}px`,
                height: `${picture().height}px`,
              }}
            />
          )}
        </Show>
      )}
    </Show>
  );
}
