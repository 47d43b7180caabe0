/** Where one is: each folder of the way a button, the whole of it a field when it is to be typed or copied. */
import ChevronRight from "lucide-solid/icons/chevron-right";
import Pencil from "lucide-solid/icons/pencil";
import { createSignal, For, Show } from "solid-js";
import { classNames } from "../../components/class-names.ts";
import { controlClass } from "../../components/field.tsx";
import { IconButton } from "../../components/icon-button.tsx";
import { breadcrumbs } from "./machine-path.ts";

export function PathBar(props: { path: string; onOpen: (path: string) => void }) {
  const [isTyped, setTyped] = createSignal(false);
  return (
    <div class="flex h-8 min-w-0 flex-1 items-center">
      <Show
        when={!isTyped()}
        fallback={
          <form
            class="flex-1"
            onSubmit={(event) => {
              event.preventDefault();
              const path = new FormData(event.currentTarget).get("path");
              setTyped(false);
              if (typeof path === "string" && path.trim() !== "") props.onOpen(path.trim());
            }}
          >
            <input
              ref={(input) => queueMicrotask(() => input.select())}
              class={classNames(controlClass, "h-8 font-mono text-xs")}
              name="path"
              aria-label="Folder"
              value={props.path}
              spellcheck={false}
              autocomplete="off"
              onBlur={() => setTyped(false)}
              onKeyDown={(event) => {
                if (event.key !== "Escape") return;
                event.preventDefault();
                event.stopPropagation();
                setTyped(false);
              }}
            />
          </form>
        }
      >
        <nav aria-label="Folder" class="flex min-w-0 flex-1 flex-row-reverse justify-end overflow-hidden">
          <ol class="flex min-w-0 items-center text-sm">
            <For each={props.path.startsWith("~") ? [{ name: "~", path: "~" }] : breadcrumbs(props.path)}>
              {(crumb, at) => (
                <li class="flex min-w-0 items-center">
                  <Show when={at() > 1}>
                    <ChevronRight class="size-3 shrink-0 text-faint" aria-hidden="true" />
                  </Show>
                  <button
                    type="button"
                    class="max-w-40 truncate rounded-sm px-1 text-muted last:text-text hover:bg-hover hover:text-text"
                    onClick={() => props.onOpen(crumb.path)}
                  >
                    {crumb.name}
                  </button>
                </li>
              )}
            </For>
          </ol>
        </nav>
        <IconButton
          label="Type a path"
          icon={<Pencil class="size-3.5" aria-hidden="true" />}
          onClick={() => setTyped(true)}
        />
      </Show>
    </div>
  );
}
