/** The toolbar's sign for who is here: the initials of up to three, once there is more than one. */
import Users from "lucide-solid/icons/users";
import { createMemo, For, Show } from "solid-js";
import { classNames } from "../../components/class-names.ts";
import { initials } from "../../state/initials.ts";
import { useViewer } from "../viewer-state.ts";
import { personColours } from "./person-colour.ts";

const MAX_SHOWN = 3;

export function PeopleIcon(props: { class?: string }) {
  const viewer = useViewer();
  const people = () => viewer.snapshot().viewers;
  const colours = createMemo(() => personColours(people()));
  const shown = () => people().slice(0, people().length > MAX_SHOWN ? MAX_SHOWN - 1 : MAX_SHOWN);
  return (
    <Show when={people().length > 1} fallback={<Users class={props.class} aria-hidden="true" />}>
      <span class="flex -space-x-1" aria-hidden="true">
        <For each={shown()}>
          {({ id, name }) => (
            <span
              class={classNames(
                "flex size-5 items-center justify-center rounded-full bg-raised text-[9px] font-semibold text-text ring-2 ring-inset",
                colours().get(id)?.ring,
              )}
            >
              {initials(name)}
            </span>
          )}
        </For>
        <Show when={people().length > shown().length}>
          <span class="flex size-5 items-center justify-center rounded-full bg-active text-[9px] font-semibold text-muted">
            +{people().length - shown().length}
          </span>
        </Show>
      </span>
    </Show>
  );
}
