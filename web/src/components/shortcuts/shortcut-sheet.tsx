/** "?": all keyboard shortcuts, and the keys that go to a page. */
import { useNavigate } from "@solidjs/router";
import { createSignal, For, Show } from "solid-js";
import { GO_TO, keyCaps, SHORTCUTS, type ShortcutName } from "../../state/shortcuts.ts";
import { useMe } from "../../state/signed-in.tsx";
import { Dialog } from "../dialog.tsx";
import { destinationsFor } from "../shell/navigation.ts";
import { createShortcuts, isApple, type ShortcutHandlers } from "./create-shortcuts.ts";

const [isOpen, setOpen] = createSignal(false);

export function openShortcutSheet(): void {
  setOpen(true);
}

/** Once in the shell. */
export function Shortcuts() {
  const me = useMe();
  const navigate = useNavigate();
  const reachable = () => {
    const paths = new Set(destinationsFor(me()).map(({ path }) => path));
    return GO_TO.filter(({ path }) => paths.has(path));
  };
  const goTo: ShortcutHandlers = Object.fromEntries(
    GO_TO.map(({ shortcut, path }) => [
      shortcut,
      () => (reachable().some((one) => one.path === path) ? navigate(path) : false),
    ]),
  );
  createShortcuts({ ...goTo, help: openShortcutSheet });
  const hidden = () => new Set(GO_TO.filter((one) => !reachable().includes(one)).map(({ shortcut }) => shortcut));
  return (
    <Dialog isOpen={isOpen()} onClose={() => setOpen(false)} title="Keyboard shortcuts">
      <Sheet hidden={hidden()} />
    </Dialog>
  );
}

function Sheet(props: { hidden: ReadonlySet<ShortcutName> }) {
  const names = () => (Object.keys(SHORTCUTS) as ShortcutName[]).filter((name) => !props.hidden.has(name));
  const parts = () => [...new Set(names().map((name) => SHORTCUTS[name].part))];
  return (
    <div class="flex flex-col gap-4">
      <For each={parts()}>
        {(part) => (
          <section>
            <h3 class="mb-1 text-xs font-medium text-faint">{part}</h3>
            <dl class="divide-y divide-line">
              <For each={names().filter((name) => SHORTCUTS[name].part === part)}>
                {(name) => (
                  <div class="flex h-8 items-center justify-between gap-4 text-sm">
                    <dt>{SHORTCUTS[name].label}</dt>
                    <dd>
                      <Keys name={name} />
                    </dd>
                  </div>
                )}
              </For>
            </dl>
          </section>
        )}
      </For>
    </div>
  );
}

function Keys(props: { name: ShortcutName }) {
  return (
    <span class="flex items-center gap-1">
      <For each={keyCaps(props.name, isApple)}>
        {(cap, index) => (
          <>
            <Show when={index() > 0}>
              <span class="text-xs text-faint">then</span>
            </Show>
            <kbd class="min-w-6 rounded-sm border border-line bg-sunken px-1.5 text-center font-sans text-xs leading-5 text-muted">
              {cap}
            </kbd>
          </>
        )}
      </For>
    </span>
  );
}
