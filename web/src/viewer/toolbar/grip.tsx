/** Moves the toolbar along the edge, by pointer or arrow keys. */
import GripVertical from "lucide-solid/icons/grip-vertical";
import { createSignal } from "solid-js";
import { Tooltip } from "../../components/tooltip.tsx";
import { positionByKey, positionByPointer } from "./edge-position.ts";
import { setToolbarPosition, toolbarPosition } from "./toolbar-position.ts";

export function Grip(props: { toolbar: () => HTMLElement }) {
  const [grabX, setGrabX] = createSignal<number | null>(null);
  return (
    <Tooltip
      as="div"
      text="Move the toolbar"
      shortcut="← →"
      placement="bottom"
      triggerProps={{
        role: "slider",
        tabindex: 0,
        "aria-label": "Toolbar position",
        "aria-valuemin": 0,
        "aria-valuemax": 100,
        get "aria-valuenow"() {
          return toolbarPosition();
        },
        class:
          "flex h-8 w-5 shrink-0 cursor-grab touch-none items-center justify-center rounded-md text-faint hover:text-muted active:cursor-grabbing max-sm:hidden",
        onPointerDown: (event: PointerEvent & { currentTarget: HTMLElement }) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          setGrabX(event.clientX - props.toolbar().getBoundingClientRect().left);
        },
        onMouseDown: (event: MouseEvent) => event.preventDefault(),
        onPointerMove: (event: PointerEvent) => {
          const grabbed = grabX();
          if (grabbed === null) return;
          setToolbarPosition(
            positionByPointer(
              event.clientX,
              grabbed,
              props.toolbar().offsetWidth,
              props.toolbar().offsetParent?.clientWidth ?? window.innerWidth,
            ),
          );
        },
        onPointerUp: () => setGrabX(null),
        onPointerCancel: () => setGrabX(null),
        onKeyDown: (event: KeyboardEvent) => {
          const position = positionByKey(event.key, toolbarPosition());
          if (position === null) return;
          event.preventDefault();
          setToolbarPosition(position);
        },
      }}
    >
      <GripVertical class="size-3.5" aria-hidden="true" />
    </Tooltip>
  );
}
