/** The head of the pages about scripts: library and runs, each with an address. Who may run none is told so. */
import { A } from "@solidjs/router";
import FileTerminal from "lucide-solid/icons/file-terminal";
import Play from "lucide-solid/icons/play";
import Plus from "lucide-solid/icons/plus";
import { For, type JSX, Show } from "solid-js";
import { Button, buttonClass } from "../../components/button.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { PageBody, PageHeader } from "../../components/page-header.tsx";
import { useScriptRun } from "../../state/script-run.ts";
import { useMe } from "../../state/signed-in.tsx";

const TABS = [
  { href: "/scripts", label: "Library" },
  { href: "/scripts/runs", label: "Runs" },
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
      <nav aria-label="Scripts" class="border-b border-line px-4 md:px-6">
        <ul class="mx-auto -mb-px flex max-w-4xl gap-5 md:px-6">
          <For each={TABS}>
            {(tab) => (
              <li>
                <A
                  href={tab.href}
                  end
                  class="flex h-10 items-center border-b-2 text-sm font-medium transition-colors -outline-offset-2"
                  activeClass="border-accent text-text"
                  inactiveClass="border-transparent text-muted hover:text-text"
                >
                  {tab.label}
                </A>
              </li>
            )}
          </For>
        </ul>
      </nav>
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
