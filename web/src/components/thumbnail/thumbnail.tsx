/** The small picture of a machine's screen, or its system's mark where there is none. */
import { createSignal, Show } from "solid-js";
import type { Machine } from "../../../../protocol/rest/people.ts";
import { classNames } from "../class-names.ts";
import { OsIcon } from "../os-icon.tsx";
import { watchThumbnail } from "./watch-thumbnail.ts";

export function Thumbnail(props: { machine: Machine; class?: string }) {
  const [element, setElement] = createSignal<HTMLElement>();
  const url = watchThumbnail(() => props.machine, element);
  return (
    <div
      ref={setElement}
      class={classNames("flex items-center justify-center overflow-hidden bg-sunken text-faint", props.class)}
    >
      <Show when={url()} fallback={<OsIcon os={props.machine.os} class="size-8 opacity-40" />}>
        {(address) => (
          <img
            src={address()}
            alt={`The screen of ${props.machine.name}, a moment ago`}
            class={classNames("size-full object-cover object-top", !props.machine.online && "opacity-50")}
            draggable="false"
          />
        )}
      </Show>
    </div>
  );
}
