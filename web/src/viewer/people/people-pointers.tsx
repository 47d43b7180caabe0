/** The others' pointers over the remote screen, each with its name; gone when it rests. Nothing here takes a click. */
import { createMemo, createSignal, For, onCleanup, Show } from "solid-js";
import { classNames } from "../../components/class-names.ts";
import type { Placement, Point } from "../screen/scale.ts";
import { useViewer } from "../viewer-state.ts";
import { othersOf } from "./people-state.ts";
import { personColours } from "./person-colour.ts";

/** Who points keeps moving a little; what rests longer is only in the way. */
const IDLE_MS = 4_000;

export function PeoplePointers(props: { placement: Placement | null }) {
  const viewer = useViewer();
  const [places, setPlaces] = createSignal<ReadonlyMap<string, Point>>(new Map());
  const timers = new Map<string, ReturnType<typeof setTimeout>>();
  const colours = createMemo(() => personColours(viewer.snapshot().viewers));

  function put(id: string, place: Point | null): void {
    const next = new Map(places());
    if (place) next.set(id, place);
    else next.delete(id);
    setPlaces(next);
  }

  viewer.onMessage("viewer_pointer", ({ viewer_id: id, x, y }) => {
    clearTimeout(timers.get(id));
    timers.delete(id);
    const isSomewhere = x !== undefined && y !== undefined;
    put(id, isSomewhere ? { x, y } : null);
    if (isSomewhere)
      timers.set(
        id,
        setTimeout(() => put(id, null), IDLE_MS),
      );
  });
  onCleanup(() => {
    for (const timer of timers.values()) clearTimeout(timer);
  });

  const spotOf = (id: string): Point | null => {
    const at = places().get(id);
    const { placement } = props;
    if (!at || !placement) return null;
    const { canvas, scale } = placement;
    return { x: canvas.x + (at.x + 0.5) * scale, y: canvas.y + (at.y + 0.5) * scale };
  };

  return (
    <div class="pointer-events-none absolute inset-0 overflow-hidden" aria-hidden="true">
      <For each={othersOf(viewer)}>
        {(person) => (
          <Show when={spotOf(person.id)}>
            {(at) => (
              <div
                data-pointer-of={person.name}
                class="absolute top-0 left-0 animate-fade transition-transform duration-75 ease-linear"
                style={{ transform: `translate(${at().x}px, ${at().y}px)` }}
              >
                <svg
                  viewBox="0 0 16 16"
                  class={classNames("size-4 stroke-on-accent", colours().get(person.id)?.pointer)}
                  fill="currentColor"
                  stroke-width="1.25"
                  stroke-linejoin="round"
                >
                  <title>{person.name}</title>
                  <path d="M1 1 L14 6.5 L8.2 8.2 L6.5 14 Z" />
                </svg>
                <span class="absolute top-3.5 left-3 flex max-w-40 items-center gap-1.5 rounded-full border border-line bg-raised py-0.5 pr-2 pl-1.5 text-xs whitespace-nowrap text-text shadow-pop">
                  <span class={classNames("size-2 shrink-0 rounded-full", colours().get(person.id)?.dot)} />
                  <span class="truncate">{person.name}</span>
                </span>
              </div>
            )}
          </Show>
        )}
      </For>
    </div>
  );
}
