/** The head of the pages about scripts: library and runs, each with an address. Who may run none is told so. */
import { A } from "@solidjs/router";
import FileTerminal from "lucide-solid/icons/file-terminal";
import Play from "lucide-solid/icons/play";
import Plus from "lucide-solid/icons/plus";
import { type JSX, Show } from "solid-js";
import { Button, buttonClass } from "../../components/button.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { PageBody, PageHeader } from "../../components/page-header.tsx";
import { PageTabs } from "../../components/page-tabs.tsx";
import { useScriptRun } from "../../state/script-run.ts";
import { useMe } from "../../state/signed-in.tsx";

const TABS = [
  { path: "/scripts", label: "Library" },
  { path: "/scripts/runs", label: "Runs" },
] as const;

export function ScriptsFrame(props: { children: JSX.Element }) {
  const runScript = useScriptRun();
  return (
    <MayRunScripts title="Scripts">
      <PageHeader
        title="Scripts"
        actions={
          <>
            <Button onClick={() => runScript({})}>
              <Play class="size-4" aria-hidden="true" />
              Run a script
            </Button>
            <A href="/scripts/new" class={buttonClass("primary")}>
              <Plus class="size-4" aria-hidden="true" />
              <span class="max-sm:sr-only">New script</span>
            </A>
          </>
        }
      />
      <PageTabs label="Scripts" tabs={TABS} />
      <PageBody>{props.children}</PageBody>
    </MayRunScripts>
  );
}

export function MayRunScripts(props: { title: string; children: JSX.Element }) {
  const me = useMe();
  return (
    <Show
      when={me().permissions.includes("scripts")}
      fallback={
        <>
          <PageHeader title={props.title} />
          <EmptyState
            icon={<FileTerminal class="size-5" aria-hidden="true" />}
            title="You may not run scripts on any machine"
          >
            Ask an administrator for the permission in a group of machines.
          </EmptyState>
        </>
      }
    >
      {props.children}
    </Show>
  );
}
