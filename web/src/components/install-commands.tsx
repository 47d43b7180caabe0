/** How to put the agent on a machine, by its system: the one line, the same as a service, and the same by hand. */
import { useQuery } from "@tanstack/solid-query";
import ChevronRight from "lucide-solid/icons/chevron-right";
import { createSignal, For, type JSX, Match, Show, Switch } from "solid-js";
import { answerOf } from "../api/answer-of.ts";
import { downloadsQuery } from "../api/downloads.ts";
import { type InstallSystem, isLoopback, linuxInstall, macInstall, windowsInstall } from "../state/install-commands.ts";
import { CopyField } from "./copy-field.tsx";
import { OsIcon } from "./os-icon.tsx";
import { Segmented } from "./segmented.tsx";

export function InstallCommands(props: { token: string }) {
  const [system, setSystem] = createSignal<InstallSystem>("linux");
  return (
    <div class="flex flex-col gap-3">
      <div>
        <Segmented<InstallSystem>
          label="System of the machine"
          value={system()}
          options={[
            { value: "linux", label: "Linux", icon: <OsIcon os="linux" class="size-3.5" /> },
            { value: "macos", label: "macOS", icon: <OsIcon os="macos" class="size-3.5" /> },
            { value: "windows", label: "Windows", icon: <OsIcon os="windows" class="size-3.5" /> },
          ]}
          onChange={setSystem}
        />
      </div>
      <Switch>
        <Match when={system() === "linux"}>
          <LinuxCommands token={props.token} />
        </Match>
        <Match when={system() === "macos"}>
          <MacCommands token={props.token} />
        </Match>
        <Match when={system() === "windows"}>
          <WindowsCommands token={props.token} />
        </Match>
      </Switch>
      <Show when={isLoopback(location.hostname)}>
        <p class="rounded-md bg-warning-soft px-3 py-2 text-xs text-warning-text">
          You opened this page as {location.hostname}, which works on this computer only. For another machine, open the
          page by a name or address that the machine can reach.
        </p>
      </Show>
    </div>
  );
}

function LinuxCommands(props: { token: string }) {
  const install = () => linuxInstall(location.origin, props.token);
  return (
    <>
      <div>
        <p class="mb-2 text-sm">Run this in a terminal of the machine.</p>
        <CopyField text={install().quick} label="the install command" />
        <p class="mt-2 text-xs text-muted">
          Run by root, it installs a service that starts with the machine. Run by anyone else, it works for as long as
          the terminal is open.
        </p>
      </div>
      <Alternative title="As a service, with sudo">
        <CopyField text={install().service} label="the command with sudo" />
      </Alternative>
      <Alternative title="By hand, without the script">
        <CopyField text={install().manual} label="the commands" />
      </Alternative>
    </>
  );
}

function MacCommands(props: { token: string }) {
  const files = useQuery(downloadsQuery);
  const kinds = () =>
    macInstall(location.origin, props.token).filter(({ file }) => answerOf(files)?.includes(file) === true);
  return (
    <ForeignSystem
      name="macOS"
      isThere={kinds().length > 0}
      isKnown={!files.isPending}
      build="macos-arm64,macos-x64"
      lead="Run these in a terminal of the Mac."
    >
      <For each={kinds()}>
        {({ label, lines }) => (
          <div>
            <p class="mb-1 text-xs text-muted">{label}</p>
            <CopyField text={lines} label={`the commands for ${label}`} />
          </div>
        )}
      </For>
    </ForeignSystem>
  );
}

function WindowsCommands(props: { token: string }) {
  const files = useQuery(downloadsQuery);
  const install = () => windowsInstall(location.origin, props.token);
  return (
    <ForeignSystem
      name="Windows"
      isThere={answerOf(files)?.includes(install().file) === true}
      isKnown={!files.isPending}
      build="windows-x64"
      lead="Run these in a PowerShell window of the machine."
    >
      <CopyField text={install().lines} label="the commands for PowerShell" />
    </ForeignSystem>
  );
}

function ForeignSystem(props: {
  name: string;
  isThere: boolean;
  isKnown: boolean;
  /** As the build takes it. */
  build: string;
  lead: string;
  children: JSX.Element;
}) {
  return (
    <Show
      when={props.isThere}
      fallback={
        <Show when={props.isKnown}>
          <p class="text-sm text-muted">
            This server has no agent for {props.name} yet. On the server,{" "}
            <code class="font-mono text-xs wrap-anywhere">
              node_modules/.bin/bun installer/build-agent.ts --target {props.build}
            </code>{" "}
            makes it; then it is offered here.
          </p>
        </Show>
      }
    >
      <p class="text-sm">{props.lead}</p>
      {props.children}
      <p class="text-xs text-muted">
        It works for as long as the window is open. An installer that makes a service of it on {props.name} is not
        available yet.
      </p>
    </Show>
  );
}

function Alternative(props: { title: string; children: JSX.Element }) {
  return (
    <details class="group">
      <summary class="-ml-1 flex w-fit items-center gap-1 rounded-sm pr-1 text-sm text-muted hover:text-text [&::-webkit-details-marker]:hidden">
        <ChevronRight class="size-4 transition-transform group-open:rotate-90" aria-hidden="true" />
        {props.title}
      </summary>
      <div class="mt-2">{props.children}</div>
    </details>
  );
}
