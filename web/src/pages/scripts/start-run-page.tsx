/** Before a run: which script, with what, on which machines. */
import { useNavigate } from "@solidjs/router";
import { useMutation, useQuery } from "@tanstack/solid-query";
import Play from "lucide-solid/icons/play";
import { createMemo, createSignal, For, Show } from "solid-js";
import { answerOf } from "../../api/answer-of.ts";
import { messageOf } from "../../api/http-client.ts";
import { machinesQuery } from "../../api/machines.ts";
import { scriptsQuery, startRun } from "../../api/scripts.ts";
import { BackLink } from "../../components/back-link.tsx";
import { Button } from "../../components/button.tsx";
import { SelectField } from "../../components/field.tsx";
import { PageBody, PageHeader, Section } from "../../components/page-header.tsx";
import { ParameterFields, ScriptText, ShellField, TimeLimitField } from "../../components/script-fields.tsx";
import { preparedRun } from "../../state/script-run.ts";
import { SHELLS, type Shell, shellName } from "../../state/script-words.ts";
import { MachinePicker } from "./machine-picker.tsx";
import { MayRunScripts } from "./scripts-frame.tsx";

/** Of the list of scripts: one that is written here. */
const UNSAVED = "";

export default function StartRunPage() {
  return (
    <MayRunScripts title="Run a script">
      <StartRun />
    </MayRunScripts>
  );
}

function StartRun() {
  const navigate = useNavigate();
  const scripts = useQuery(scriptsQuery);
  const machines = useQuery(machinesQuery);
  const start = preparedRun();
  const [scriptId, setScriptId] = createSignal(start.scriptId ?? UNSAVED);
  const [text, setText] = createSignal(start.script?.text ?? "");
  const [shell, setShell] = createSignal<Shell>(SHELLS.find(([value]) => value === start.script?.shell)?.[0] ?? "bash");
  const [timeoutS, setTimeoutS] = createSignal(900);
  const [values, setValues] = createSignal<Record<string, string>>({});
  const [isElevated, setElevated] = createSignal(false);
  const [chosen, setChosen] = createSignal<ReadonlySet<string>>(new Set(start.machineIds));

  const saved = createMemo(() => answerOf(scripts)?.find(({ id }) => id === scriptId()));
  const possible = createMemo(() =>
    (answerOf(machines) ?? []).filter(({ permissions }) => permissions.includes("scripts")),
  );
  const targets = createMemo(() => possible().filter(({ id }) => chosen().has(id)));
  const mayElevate = () =>
    targets().length > 0 && targets().every(({ permissions }) => permissions.includes("elevated"));
  const left = () => chosen().size - targets().length;

  const starting = useMutation(() => ({
    mutationFn: () => {
      const what = saved()
        ? { script_id: saved()?.id, parameters: given() }
        : { script: text(), shell: shell(), timeout_s: timeoutS() };
      const elevated = isElevated() && mayElevate();
      return startRun({ ...what, machine_ids: targets().map(({ id }) => id), elevated });
    },
    onSuccess: (run: { id: string }) => navigate(`/scripts/runs/${run.id}`),
  }));
  /** Of what was typed only what the chosen script asks for. */
  const given = () =>
    Object.fromEntries(
      Object.entries(values()).filter(([name]) => saved()?.parameters.some((parameter) => parameter.name === name)),
    );
  const isReady = () => targets().length > 0 && (saved() !== undefined || text().trim() !== "");
  const run = () => {
    if (isReady() && !starting.isPending) starting.mutate();
  };

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        run();
      }}
    >
      <PageHeader
        title="Run a script"
        lead={<BackLink href="/scripts" label="To the library" />}
        actions={
          <Button type="submit" variant="primary" disabled={!isReady()} isBusy={starting.isPending}>
            <Play class="size-4" aria-hidden="true" />
            {targets().length === 1 ? "Run on 1 machine" : `Run on ${targets().length} machines`}
          </Button>
        }
      />
      <PageBody>
        <Show when={starting.isError}>
          <p class="mb-5 rounded-lg border border-danger p-3 text-sm text-danger-text" role="alert">
            Nothing was run. {messageOf(starting.error)}
          </p>
        </Show>
        <Section title="What">
          <div class="flex flex-col gap-4">
            <SelectField label="Script to run" onChange={(event) => setScriptId(event.currentTarget.value)}>
              <option value={UNSAVED} selected={scriptId() === UNSAVED}>
                Write one for this run
              </option>
              <For each={answerOf(scripts)}>
                {(script) => (
                  <option value={script.id} selected={script.id === scriptId()}>
                    {script.name} ({shellName(script.shell)})
                  </option>
                )}
              </For>
            </SelectField>
            <Show
              when={saved()}
              fallback={
                <>
                  <ScriptText value={text()} onInput={setText} onRun={run} />
                  <div class="grid grid-cols-2 gap-4">
                    <ShellField value={shell()} onChange={setShell} />
                    <TimeLimitField value={timeoutS()} onChange={setTimeoutS} />
                  </div>
                </>
              }
            >
              {(script) => (
                <>
                  <Show when={script().description}>
                    <p class="break-words text-sm text-muted">{script().description}</p>
                  </Show>
                  <ParameterFields
                    parameters={script().parameters}
                    values={values()}
                    onChange={(name, value) => setValues((before) => ({ ...before, [name]: value }))}
                  />
                  <details class="rounded-lg border border-line bg-panel">
                    <summary class="cursor-pointer px-3 py-2 text-sm text-muted">The script</summary>
                    <pre class="overflow-x-auto border-line border-t p-3 font-mono text-xs" tabindex="0">
                      {script().script}
                    </pre>
                  </details>
                </>
              )}
            </Show>
          </div>
        </Section>
        <Section
          title="Where"
          description="Machines on which you may run scripts. One that is offline when its turn comes is left out."
        >
          <Show when={left() > 0 && answerOf(machines)}>
            <p class="mb-3 text-sm text-warning-text" role="status">
              {left() === 1 ? "One chosen machine is" : `${left()} chosen machines are`} left out: you may not run
              scripts there.
            </p>
          </Show>
          <MachinePicker machines={possible()} isLoading={machines.isPending} chosen={chosen()} onChange={setChosen} />
        </Section>
        <Show when={mayElevate()}>
          <label class="flex items-start gap-2 text-sm">
            <input
              type="checkbox"
              class="mt-1"
              checked={isElevated()}
              onChange={(event) => setElevated(event.currentTarget.checked)}
            />
            <span>
              As administrator
              <span class="block text-xs text-muted">
                Otherwise it runs as whoever sits at the machine, and not at all where nobody is logged in.
              </span>
            </span>
          </label>
        </Show>
      </PageBody>
    </form>
  );
}
