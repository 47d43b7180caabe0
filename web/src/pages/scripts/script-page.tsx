/** One script of the library, or a new one: written, and saved. What is not saved is not lost by a click. */
import { useBeforeLeave, useNavigate, useParams } from "@solidjs/router";
import { useMutation, useQuery, useQueryClient } from "@tanstack/solid-query";
import Play from "lucide-solid/icons/play";
import { createMemo, createSignal, Match, onCleanup, onMount, Show, Switch } from "solid-js";
import type { SavedScript } from "../../../../protocol/rest/scripts.ts";
import { answerOf } from "../../api/answer-of.ts";
import { queryKeys } from "../../api/query-keys.ts";
import { createScript, scriptsQuery, updateScript } from "../../api/scripts.ts";
import { BackLink } from "../../components/back-link.tsx";
import { Button } from "../../components/button.tsx";
import { ConfirmDialog } from "../../components/confirm-dialog.tsx";
import { ErrorState } from "../../components/empty-state.tsx";
import { TextArea, TextField } from "../../components/field.tsx";
import { FormFailure } from "../../components/form-failure.tsx";
import { PageBody, PageHeader, Section } from "../../components/page-header.tsx";
import { ScriptText, ShellField, TimeLimitField } from "../../components/script-fields.tsx";
import { isApple } from "../../components/shortcuts/create-shortcuts.ts";
import { Skeleton } from "../../components/skeleton.tsx";
import { notify } from "../../components/toast.tsx";
import { useScriptRun } from "../../state/script-run.ts";
import { keyWords } from "../../state/shortcuts.ts";
import NotFoundPage from "../not-found-page.tsx";
import { ParameterRows } from "./parameter-rows.tsx";
import { MayRunScripts } from "./scripts-frame.tsx";

const EMPTY = { name: "", description: "", shell: "bash", script: "", timeout_s: 900, parameters: [] } as const;

export default function ScriptPage() {
  const params = useParams<{ id?: string }>();
  const scripts = useQuery(scriptsQuery);
  const saved = createMemo(() => answerOf(scripts)?.find(({ id }) => id === params.id));
  return (
    <MayRunScripts title="Script">
      <Show when={params.id} fallback={<ScriptForm title="New script" draft={{ ...EMPTY, parameters: [] }} />}>
        <Switch fallback={<Skeleton class="m-6 h-40" />}>
          <Match when={scripts.isError && !answerOf(scripts)}>
            <ErrorState title="The script was not loaded" error={scripts.error} onRetry={() => scripts.refetch()} />
          </Match>
          <Match when={saved()?.id} keyed>
            <Show when={saved()}>
              {(script) => <ScriptForm title={script().name} draft={script()} saved={script()} />}
            </Show>
          </Match>
          <Match when={answerOf(scripts)}>
            <NotFoundPage />
          </Match>
        </Switch>
      </Show>
    </MayRunScripts>
  );
}

type Fields = Pick<SavedScript, "name" | "description" | "shell" | "script" | "timeout_s" | "parameters">;

function ScriptForm(props: { title: string; draft: Fields; saved?: SavedScript }) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const runScript = useScriptRun();
  const pick = ({ name, description, shell, script, timeout_s, parameters }: Fields): Fields => ({
    name,
    description,
    shell,
    script,
    timeout_s,
    parameters,
  });
  const [fields, setFields] = createSignal<Fields>(pick(props.draft));
  const [kept, setKept] = createSignal(JSON.stringify(fields()));
  const set = (change: Partial<Fields>) => setFields((before) => ({ ...before, ...change }));
  const isChanged = createMemo(() => JSON.stringify(fields()) !== kept());
  const mayChange = () => props.saved?.may_change !== false;
  const leave = guardUnsaved(isChanged);

  const saving = useMutation(() => ({
    mutationFn: () => (props.saved ? updateScript(props.saved.id, fields()) : createScript(fields())),
    onSuccess: async (script: SavedScript) => {
      setKept(JSON.stringify(fields()));
      notify(`${script.name} is saved`);
      await client.invalidateQueries({ queryKey: queryKeys.scripts });
      if (!props.saved) navigate(`/scripts/${script.id}`, { replace: true });
    },
  }));
  const save = (event: Event) => {
    event.preventDefault();
    if (!saving.isPending && isChanged()) saving.mutate();
  };

  return (
    <form
      onSubmit={save}
      onKeyDown={(event) => {
        if (event.key !== "s" || !(event.ctrlKey || event.metaKey)) return;
        event.preventDefault();
        event.currentTarget.requestSubmit();
      }}
    >
      <PageHeader
        title={props.title}
        lead={<BackLink href="/scripts" label="To the library" />}
        actions={
          <>
            <Button
              disabled={fields().script.trim() === ""}
              onClick={() =>
                runScript(
                  props.saved && !isChanged()
                    ? { scriptId: props.saved.id }
                    : { script: { text: fields().script, shell: fields().shell } },
                )
              }
            >
              <Play class="size-4" aria-hidden="true" />
              Run…
            </Button>
            <Show when={mayChange()}>
              <Button
                type="submit"
                variant="primary"
                isBusy={saving.isPending}
                disabled={!isChanged()}
                title={keyWords("save", isApple)}
              >
                Save
              </Button>
            </Show>
          </>
        }
      />
      <PageBody>
        <div class="flex flex-col gap-5">
          <Show when={!mayChange()}>
            <p class="rounded-lg border border-line bg-panel p-3 text-sm text-muted">
              {props.saved?.created_by?.name ?? "Somebody else"} wrote this script: only they and administrators change
              it. You can run it.
            </p>
          </Show>
          <fieldset class="contents" disabled={!mayChange()}>
            <TextField
              label="Name"
              required
              maxLength={200}
              value={fields().name}
              placeholder="Clear the print queue"
              onInput={(event) => set({ name: event.currentTarget.value })}
            />
            <TextArea
              label="What it does"
              isOptional
              class="min-h-16"
              maxLength={2_000}
              value={fields().description}
              onInput={(event) => set({ description: event.currentTarget.value })}
            />
            <div class="grid grid-cols-2 gap-4">
              <ShellField value={fields().shell} onChange={(shell) => set({ shell })} />
              <TimeLimitField value={fields().timeout_s} onChange={(timeout_s) => set({ timeout_s })} />
            </div>
            <ScriptText value={fields().script} onInput={(script) => set({ script })} />
            <Section
              title="Parameters"
              description="Asked for before each run, and handed to the script as environment variables. What is typed there is kept nowhere."
            >
              <ParameterRows
                parameters={fields().parameters}
                isReadOnly={!mayChange()}
                onChange={(parameters) => set({ parameters })}
              />
            </Section>
          </fieldset>
          <FormFailure error={saving.error} />
        </div>
      </PageBody>
      <ConfirmDialog
        isOpen={leave.isAsking()}
        onClose={leave.stay}
        title="Leave without saving?"
        action="Leave"
        onConfirm={leave.go}
      >
        What you changed in this script is lost.
      </ConfirmDialog>
    </form>
  );
}

/** Asks before a page with changes is left, whichever way. */
function guardUnsaved(isChanged: () => boolean) {
  const [asking, setAsking] = createSignal<(() => void) | null>(null);
  useBeforeLeave((event) => {
    if (!isChanged() || event.defaultPrevented || String(event.to).startsWith("/scripts/run")) return;
    event.preventDefault();
    setAsking(() => () => event.retry(true));
  });
  onMount(() => {
    const warn = (event: BeforeUnloadEvent) => {
      if (isChanged()) event.preventDefault();
    };
    addEventListener("beforeunload", warn);
    onCleanup(() => removeEventListener("beforeunload", warn));
  });
  return {
    isAsking: () => asking() !== null,
    stay: () => setAsking(null),
    go: () => {
      const retry = asking();
      setAsking(null);
      retry?.();
    },
  };
}
