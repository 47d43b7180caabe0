/** "?": all keyboard shortcuts, and the keys that go to a page. */
import { useNavigate } from "@solidjs/router";
import { createSignal, For } from "solid-js";
import { GO_TO, SHORTCUTS, type ShortcutName } from "../../state/shortcuts.ts";
import { useMe } from "../../state/signed-in.tsx";
import { Dialog } from "../dialog.tsx";
import { destinationsFor } from "../shell/navigation.ts";
import { createShortcuts, type ShortcutHandlers } from "./create-shortcuts.ts";
import { Keys } from "./keys.tsx";

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
    <Dialog isOpen={isOpen()} onClose={() => setOpen(false)} title="Keyboard shortcuts" isWide>
      <Sheet hidden={hidden()} />
    </Dialog>
  );
}

function Sheet(props: { hidden: ReadonlySet<ShortcutName> }) {
  const names = () => (Object.keys(SHORTCUTS) as ShortcutName[]).filter((name) => !props.hidden.has(name));
  const parts = () => [...new Set(names().map((name) => SHORTCUTS[name].part))];
  return (
    // Scrolled by the arrow keys; the ring of the whole says nothing.
    <section class="gap-8 focus-visible:outline-none sm:columns-2" aria-label="All keys" tabindex="0">
      <For each={parts()}>
        {(part) => (
          <section class="mb-4 break-inside-avoid">
            <h3 class="mb-1 text-xs font-medium text-faint">{part}</h3>
            <dl class="divide-y divide-line">
              <For each={names().filter((name) => SHORTCUTS[name].part === part)}>
                {(name) => (
                  <div class="flex min-h-8 items-center justify-between gap-4 text-sm">
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
    </section>
  );
}
