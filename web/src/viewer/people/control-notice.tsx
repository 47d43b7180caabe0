/** Under the toolbar: that somebody else controls the machine, and what is asked of whoever does. */
import { createEffect, createSignal, For, on, Show } from "solid-js";
import { Button } from "../../components/button.tsx";
import { useViewer } from "../viewer-state.ts";
import { createPresenceNotices } from "./create-presence-notices.ts";
import { controllerOf, mayDecide } from "./people-state.ts";

type Asker = { id: string; name: string };

export function ControlNotice() {
  const viewer = useViewer();
  const [askers, setAskers] = createSignal<readonly Asker[]>([]);
  const [hasAsked, setHasAsked] = createSignal(false);
  createPresenceNotices(viewer);
  viewer.onMessage("control_asked", ({ viewer_id: id, name }) => {
    setAskers([...askers().filter((asker) => asker.id !== id), { id, name }]);
  });
  viewer.onMessage("control_declined", () => setHasAsked(false));
  createEffect(
    on(
      () => viewer.snapshot().controller,
      () => {
        setHasAsked(false);
        setAskers([]);
      },
    ),
  );
  /** Those who have left meanwhile ask no more. */
  const present = () => askers().filter(({ id }) => viewer.snapshot().viewers.some((person) => person.id === id));
  const holder = () => {
    const controller = controllerOf(viewer);
    return controller && !controller.you && viewer.may("control") ? controller : null;
  };

  function answer(asker: Asker, isGiven: boolean): void {
    setAskers(askers().filter(({ id }) => id !== asker.id));
    viewer.send({ type: isGiven ? "give_control" : "decline_control", viewer_id: asker.id });
  }

  return (
    <div
      class="pointer-events-none absolute inset-x-0 top-12 z-10 flex flex-col items-center gap-2 px-3"
      role="status"
      aria-live="polite"
    >
      <Show when={viewer.isActive()}>
        <Show when={holder()}>
          {(person) => (
            <div class={CARD}>
              <span class="truncate">
                <span class="font-medium">{person().name}</span> controls the machine
              </span>
              <Show
                when={mayDecide(viewer)}
                fallback={
                  <Button
                    size="sm"
                    disabled={hasAsked()}
                    onClick={() => setHasAsked(viewer.send({ type: "ask_for_control" }))}
                  >
                    {hasAsked() ? "Asked" : "Ask for control"}
                  </Button>
                }
              >
                <Button size="sm" onClick={() => viewer.send({ type: "take_control" })}>
                  Take control
                </Button>
              </Show>
            </div>
          )}
        </Show>
        <For each={present()}>
          {(asker) => (
            <div class={CARD}>
              <span class="truncate">
                <span class="font-medium">{asker.name}</span> asks for control
              </span>
              <Button size="sm" variant="primary" onClick={() => answer(asker, true)}>
                Give control
              </Button>
              <Button size="sm" onClick={() => answer(asker, false)}>
                Not now
              </Button>
            </div>
          )}
        </For>
      </Show>
    </div>
  );
}

const CARD =
  "pointer-events-auto flex max-w-full animate-rise items-center gap-2 rounded-lg border border-line bg-raised py-1.5 pr-1.5 pl-3 text-sm shadow-pop";
