/** The keys that on-screen keyboards lack, in a row above them: modifiers that stay down for the next key, arrows, function keys. */
import { createSignal, For, onCleanup, onMount, Show } from "solid-js";
import { classNames } from "../../components/class-names.ts";
import type { Keyboard, RowKey } from "../input/keyboard.ts";
import type { Latch } from "../input/latched-modifiers.ts";

type RowItem = RowKey & { label: string; name?: string };

const MODIFIERS: readonly RowItem[] = [
  { label: "Ctrl", code: "ControlLeft", key: "Control", location: 1 },
  { label: "Alt", code: "AltLeft", key: "Alt", location: 1 },
  { label: "Shift", code: "ShiftLeft", key: "Shift", location: 1 },
  { label: "Super", code: "MetaLeft", key: "Meta", location: 1 },
];

const KEYS: readonly RowItem[] = [
  plain("Esc", "Escape"),
  plain("Tab", "Tab"),
  plain("←", "ArrowLeft", "Left"),
  plain("↓", "ArrowDown", "Down"),
  plain("↑", "ArrowUp", "Up"),
  plain("→", "ArrowRight", "Right"),
  plain("Del", "Delete"),
  plain("Home", "Home"),
  plain("End", "End"),
  plain("PgUp", "PageUp", "Page up"),
  plain("PgDn", "PageDown", "Page down"),
  plain("Ins", "Insert"),
];

const FUNCTION_KEYS: readonly RowItem[] = Array.from({ length: 12 }, (_, at) => plain(`F${at + 1}`, `F${at + 1}`));

function plain(label: string, code: string, name?: string): RowItem {
  return { label, code, key: code, location: 0, name };
}

const KEY =
  "inline-flex h-10 min-w-10 shrink-0 items-center justify-center rounded-md border border-line bg-raised px-2 text-sm " +
  "text-text select-none active:bg-active aria-pressed:border-accent aria-pressed:bg-accent-soft aria-pressed:text-accent-text";

export function KeyRow(props: { keyboard: Keyboard; latched: ReadonlyMap<string, Latch> }) {
  const [areFunctionKeys, setFunctionKeys] = createSignal(false);
  const bottom = createKeyboardInset();
  return (
    <div
      role="toolbar"
      aria-label="Keys"
      class="fixed inset-x-0 z-20 flex touch-pan-x items-center gap-1 overflow-x-auto border-line border-t bg-sunken px-2 py-1.5"
      style={{ bottom: `${bottom()}px` }}
      // A press must not take the keyboard from the screen: the on-screen one would go away.
      onPointerDown={(event) => event.preventDefault()}
      onMouseDown={(event) => event.preventDefault()}
    >
      <For each={MODIFIERS}>
        {(modifier) => (
          <button
            type="button"
            tabindex="-1"
            class={classNames(KEY, props.latched.get(modifier.code) === "locked" && "underline underline-offset-4")}
            aria-pressed={props.latched.has(modifier.code)}
            aria-label={props.latched.get(modifier.code) === "locked" ? `${modifier.label}, held` : modifier.label}
            onClick={() => props.keyboard.latch(modifier)}
          >
            {modifier.label}
          </button>
        )}
      </For>
      <button
        type="button"
        tabindex="-1"
        class={KEY}
        aria-pressed={areFunctionKeys()}
        aria-label="Function keys"
        onClick={() => setFunctionKeys(!areFunctionKeys())}
      >
        Fn
      </button>
      <Show when={areFunctionKeys()} fallback={<Keys keys={KEYS} keyboard={props.keyboard} />}>
        <Keys keys={FUNCTION_KEYS} keyboard={props.keyboard} />
      </Show>
    </div>
  );
}

function Keys(props: { keys: readonly RowItem[]; keyboard: Keyboard }) {
  return (
    <For each={props.keys}>
      {(key) => (
        <button
          type="button"
          tabindex="-1"
          class={KEY}
          aria-label={key.name ?? key.code}
          onClick={() => props.keyboard.tap(key)}
        >
          {key.label}
        </button>
      )}
    </For>
  );
}

/** How much of the page's lower end the on-screen keyboard covers, in CSS pixels: pages are not made smaller by it everywhere. */
function createKeyboardInset() {
  const [inset, setInset] = createSignal(0);
  onMount(() => {
    const viewport = window.visualViewport;
    if (!viewport) return;
    const measure = () => setInset(Math.max(0, window.innerHeight - viewport.height - viewport.offsetTop));
    viewport.addEventListener("resize", measure);
    viewport.addEventListener("scroll", measure);
    measure();
    onCleanup(() => {
      viewport.removeEventListener("resize", measure);
      viewport.removeEventListener("scroll", measure);
    });
  });
  return inset;
}
