/** Scripts on the machine: written here, their output as it comes, and how each ended. */
import Play from "lucide-solid/icons/play";
import Square from "lucide-solid/icons/square";
import { createEffect, createSignal, For, on, onCleanup, onMount, Show } from "solid-js";
import { Button } from "../../components/button.tsx";
import { classNames } from "../../components/class-names.ts";
import { controlClass } from "../../components/field.tsx";
import { ParameterFields } from "../../components/script-fields.tsx";
import { SHELLS, type Shell, timeLimits } from "../../state/script-words.ts";
import { openTerminalView, type TerminalView } from "../terminal/terminal-view.ts";
import { useViewer } from "../viewer-state.ts";
import { SavedScripts } from "./saved-scripts.tsx";
import { changeDraft, draft, draftValues, missingParameter } from "./script-draft.ts";
import { createScriptRun, runWords, type ScriptRun } from "./script-run.ts";

export default function ScriptsPanel() {
  const viewer = useViewer();
  let output!: HTMLDivElement;
  let view: TerminalView | undefined;
  const [run, setRun] = createSignal<ScriptRun | null>(null);
  const isRunning = () => run()?.state().kind === "running";
  const isThere = () => viewer.phase().kind === "active" || viewer.phase().kind === "no_picture";

  const isReady = () => isThere() && draft().script.trim() !== "" && !missingParameter(draft());

  const [now, setNow] = createSignal(Date.now());

  onMount(() => {
    const timer = setInterval(() => setNow(Date.now()), 1_000);
    onCleanup(() => clearInterval(timer));
    view = openTerminalView(output, { isReadOnly: true });
    onCleanup(() => view?.dispose());
  });

  viewer.onMessage("script_output", (message) => {
    if (message.run_id === run()?.id) run()?.hear(message);
  });
  viewer.onMessage("script_exit", (message) => {
    if (message.run_id === run()?.id) run()?.end(message);
  });
  // The relay or the machine refused it: that is its end.
  viewer.onMessage("error", ({ code, message }) => {
    if (isRunning() && run()?.offset() === 0 && /exec_script/.test(message)) {
      run()?.end({ exit_code: null, message: `${message} (${code})` });
    }
  });
  // What came while the connection was away is asked for.
  createEffect(on(isThere, (isNow) => isNow && run()?.resume()));

  function start(): void {
    if (isRunning() || draft().script.trim() === "" || missingParameter(draft())) return;
    view?.terminal.reset();
    view?.fit();
    const id = crypto.randomUUID();
    const attach = (offset: number) => void viewer.send({ type: "script_attach", run_id: id, offset });
    setRun(createScriptRun(id, (text) => view?.terminal.write(text), attach));
    const isSent = viewer.send({
      type: "exec_script",
      run_id: id,
      script: draft().script,
      shell: draft().shell,
      timeout_s: draft().timeoutS,
      parameters: draftValues(draft()),
      elevated: draft().isElevated && viewer.may("elevated"),
    });
    if (!isSent) run()?.end({ exit_code: null, message: "Not connected: nothing was run." });
  }

  function stop(): void {
    const present = run();
    if (!present) return;
    present.stopping();
    viewer.send({ type: "stop_script", run_id: present.id });
  }

  return (
    <div class="flex h-full flex-col">
      <div class="flex flex-col gap-2 border-line border-b p-3">
        <SavedScripts />
        <textarea
          aria-label="Script"
          class={classNames(controlClass, "min-h-32 resize-y py-2 font-mono text-xs leading-5")}
          placeholder="What to run on the machine"
          spellcheck={false}
          autocapitalize="off"
          value={draft().script}
          onInput={(event) => changeDraft({ script: event.currentTarget.value })}
          onKeyDown={(event) => {
            if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
            event.preventDefault();
            start();
          }}
        />
        <ParameterFields
          parameters={draft().parameters}
          values={draft().values}
          onChange={(name, value) => changeDraft({ values: { ...draft().values, [name]: value } })}
        />
        <div class="flex flex-wrap items-center gap-2">
          <select
            aria-label="Shell"
            class={classNames(controlClass, "h-8 w-auto! pointer-coarse:h-10")}
            value={draft().shell}
            onChange={(event) => changeDraft({ shell: event.currentTarget.value as Shell })}
          >
            {SHELLS.map(([value, label]) => (
              <option value={value}>{label}</option>
            ))}
          </select>
          <select
            aria-label="Time limit"
            class={classNames(controlClass, "h-8 w-auto! pointer-coarse:h-10")}
            value={String(draft().timeoutS)}
            onChange={(event) => changeDraft({ timeoutS: Number(event.currentTarget.value) })}
          >
            <For each={timeLimits(draft().timeoutS)}>
              {([value, label]) => (
                <option value={String(value)} selected={value === draft().timeoutS}>
                  {label}
                </option>
              )}
            </For>
          </select>
          <Show when={viewer.may("elevated")}>
            <label class="flex items-center gap-1.5 text-muted text-xs">
              <input
                type="checkbox"
                checked={draft().isElevated}
                onChange={(event) => changeDraft({ isElevated: event.currentTarget.checked })}
              />
              As administrator
            </label>
          </Show>
          <span class="flex-1" />
          <Show
            when={isRunning()}
            fallback={
              <Button variant="primary" disabled={!isReady()} onClick={start}>
                <Play class="size-3.5" aria-hidden="true" />
                Run
              </Button>
            }
          >
            <Button variant="danger" onClick={stop}>
              <Square class="size-3.5" aria-hidden="true" />
              Stop
            </Button>
          </Show>
        </div>
      </div>
      <div class="relative min-h-0 flex-1 bg-sunken">
        <div ref={output} class="absolute inset-0 overflow-hidden p-2" />
        <Show when={!run()}>
          <p class="absolute inset-0 flex items-center justify-center p-6 text-center text-muted text-sm">
            The output appears here. Ctrl+Enter runs the script.
          </p>
        </Show>
      </div>
      <Show when={run()}>
        {(present) => (
          <p class="flex items-center gap-2 border-line border-t px-3 py-2 text-sm" role="status">
            <span class={classNames("min-w-0 flex-1", isFailure(present()) ? "text-danger-text" : "text-text")}>
              {runWords(present().state())}
            </span>
            <span class="text-muted tabular-nums">{seconds(present(), now())}</span>
          </p>
        )}
      </Show>
    </div>
  );
}

function isFailure(run: ScriptRun): boolean {
  const state = run.state();
  return state.kind === "ended" && state.exitCode !== 0;
}

function seconds(run: ScriptRun, nowMs: number): string {
  return `${(Math.max(0, (run.endedAtMs() ?? nowMs) - run.startedAtMs) / 1000).toFixed(run.endedAtMs() ? 1 : 0)} s`;
}
