/** "Type as keys": for log-in screens, consoles and programs that refuse a paste. What is typed can be seen and changed first. */
import { createEffect, createSignal, on, onCleanup, Show } from "solid-js";
import { Button } from "../../components/button.tsx";
import { Dialog, DialogActions } from "../../components/dialog.tsx";
import { TextArea } from "../../components/field.tsx";
import { notify } from "../../components/toast.tsx";
import { useScreenFocus } from "../screen/screen-focus.ts";
import { useViewer } from "../viewer-state.ts";
import { useClipboard } from "./create-clipboard.ts";
import { readText } from "./local-clipboard.ts";
import { charactersOf, MAX_TYPED_CHARACTERS, typeText } from "./type-text.ts";

export function TypeTextDialog() {
  const clipboard = useClipboard();
  const viewer = useViewer();
  const focus = useScreenFocus();
  const isOpen = () => clipboard.isTypingAsked() && viewer.isActive();
  // Whoever typed there goes on there, not at the toolbar's button.
  createEffect(on(isOpen, (isNow, wasOpen) => wasOpen && !isNow && setTimeout(() => focus.take())));
  return (
    <Dialog
      isOpen={isOpen()}
      onClose={() => clipboard.setTypingAsked(false)}
      title={`Type on ${viewer.machineName()}`}
      description="Goes as key strokes to whatever has the focus there."
    >
      <TypeTextForm close={() => clipboard.setTypingAsked(false)} />
    </Dialog>
  );
}

function TypeTextForm(props: { close: () => void }) {
  const viewer = useViewer();
  const [text, setText] = createSignal("");
  const [typed, setTyped] = createSignal<number | null>(null);
  const cancel = new AbortController();
  onCleanup(() => cancel.abort());
  const length = () => charactersOf(text()).length;
  const isTooLong = () => length() > MAX_TYPED_CHARACTERS;

  // Where the browser refuses, the field waits for Ctrl+V.
  readText().then(
    (copied) => text() === "" && setText(copied.slice(0, MAX_TYPED_CHARACTERS * 2)),
    () => undefined,
  );

  async function start(): Promise<void> {
    setTyped(0);
    const all = length();
    const gone = await typeText(text(), {
      send: (message) => viewer.isControlling() && viewer.send(message),
      progress: setTyped,
      wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
      signal: cancel.signal,
    });
    if (cancel.signal.aborted) return;
    props.close();
    if (gone < all) notify("Typing ended early", { detail: `${gone} of ${all} characters were typed.` });
  }
  // Somebody else took control: nothing more would arrive.
  createEffect(on(viewer.isControlling, (isControlling) => !isControlling && typed() !== null && cancel.abort()));

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void start();
      }}
    >
      <TextArea
        label="Text"
        class="max-h-64 min-h-32 font-mono text-xs"
        value={text()}
        disabled={typed() !== null}
        autofocus
        spellcheck={false}
        error={isTooLong() ? `At most ${MAX_TYPED_CHARACTERS.toLocaleString("en")} characters. Send it as a file.` : ""}
        hint={`${length().toLocaleString("en")} characters, about ${Math.ceil(length() / 100)} s`}
        onInput={(event) => setText(event.currentTarget.value)}
      />
      <Show when={typed() !== null}>
        <progress class="mt-3 h-1 w-full accent-accent" max={length()} value={typed() ?? 0} aria-label="Typed" />
      </Show>
      <DialogActions>
        <Button
          type="submit"
          variant="primary"
          disabled={length() === 0 || isTooLong() || !viewer.isControlling()}
          isBusy={typed() !== null}
        >
          Type
        </Button>
        <Button type="button" onClick={props.close}>
          Cancel
        </Button>
      </DialogActions>
    </form>
  );
}
