/** One shell of the machine: keys to it, its output from it, and the same shell again after a broken connection. */
import { createEffect, createSignal, on, onCleanup, onMount, Show } from "solid-js";
import { Button } from "../../components/button.tsx";
import { useViewer } from "../viewer-state.ts";
import { PasteQueue } from "./paste-queue.ts";
import type { TerminalTab } from "./terminal-tabs.ts";
import { openTerminalView, type TerminalView } from "./terminal-view.ts";

/** So much is shown before the machine is told: often enough that it never waits on a LAN. */
const ACKNOWLEDGE_UNITS = 32 * 1024;

type End = { exitCode: number | null; reason: string | null };

export function OneTerminal(props: { tab: TerminalTab; isShown: boolean; onClose: () => void }) {
  const viewer = useViewer();
  let element!: HTMLDivElement;
  let view: TerminalView | undefined;
  const [end, setEnd] = createSignal<End | null>(null);
  const [pasting, setPasting] = createSignal(0);
  const id = props.tab.id;

  const paste = new PasteQueue((data) => viewer.send({ type: "terminal_input", terminal_id: id, data }));
  let shown = 0;
  let refusal: string | null = null;

  function open(): void {
    if (!view) return;
    setEnd(null);
    paste.clear();
    shown = 0;
    viewer.send({ type: "terminal_open", terminal_id: id, ...view.size(), elevated: props.tab.isElevated });
  }

  viewer.onMessage("terminal_output", (message) => {
    if (message.terminal_id !== id) return;
    view?.terminal.write(message.data, () => {
      shown += message.data.length;
      if (shown < ACKNOWLEDGE_UNITS) return;
      viewer.send({ type: "terminal_ack", terminal_id: id, characters: shown });
      shown = 0;
    });
  });
  viewer.onMessage("terminal_taken", (message) => {
    if (message.terminal_id !== id) return;
    paste.taken(message.characters);
    setPasting(paste.waitingUnits);
  });
  // Said right before the end of a terminal that could not be opened.
  viewer.onMessage("error", ({ message }) => {
    refusal = message;
  });
  viewer.onMessage("terminal_exit", (message) => {
    if (message.terminal_id !== id) return;
    paste.clear();
    setPasting(0);
    setEnd({ exitCode: message.exit_code, reason: message.exit_code === null ? refusal : null });
  });

  onMount(() => {
    view = openTerminalView(element, {
      isReadOnly: false,
      resized: (size) => viewer.send({ type: "terminal_resize", terminal_id: id, ...size }),
    });
    view.terminal.onData((data) => {
      if (end()) {
        if (data === "\r") open();
        return;
      }
      paste.push(data);
      setPasting(paste.waitingUnits);
    });
    onCleanup(() => view?.dispose());
  });

  // A terminal needs no picture: it opens as soon as the machine is there, and is the same one after each return of it.
  const isThere = () => viewer.phase().kind === "active" || viewer.phase().kind === "no_picture";
  createEffect(on(isThere, (isNow) => isNow && open()));
  createEffect(() => {
    if (!props.isShown) return;
    view?.fit();
    view?.terminal.focus();
  });

  return (
    <div class="flex min-h-0 flex-1 flex-col" hidden={!props.isShown} classList={{ hidden: !props.isShown }}>
      <div ref={element} class="min-h-0 flex-1 overflow-hidden bg-sunken p-2" />
      <Show when={pasting() > 0}>
        <p class="border-line border-t px-3 py-1.5 text-muted text-xs" role="status">
          Pasting: {Math.ceil(pasting() / 1024)} KB to go
        </p>
      </Show>
      <Show when={end()}>
        {(ended) => (
          <div class="flex flex-wrap items-center gap-2 border-line border-t px-3 py-2 text-sm" role="status">
            <span class="min-w-0 flex-1 text-muted">{endWords(ended())}</span>
            <Button size="sm" variant="primary" onClick={open}>
              Open again
            </Button>
            <Button size="sm" onClick={() => props.onClose()}>
              Close
            </Button>
          </div>
        )}
      </Show>
    </div>
  );
}

function endWords({ exitCode, reason }: End): string {
  if (reason) return reason;
  return exitCode === null ? "The shell was ended." : `The shell has ended (exit code ${exitCode}).`;
}
