/** How to put the agent on a machine: the one line, the same as a service, and the same by hand. */
import ChevronRight from "lucide-solid/icons/chevron-right";
import { type JSX, Show } from "solid-js";
import { isLoopback, linuxInstall } from "../state/install-commands.ts";
import { CopyField } from "./copy-field.tsx";

export function InstallCommands(props: { token: string }) {
  const install = () => linuxInstall(location.origin, props.token);
  return (
    <div class="flex flex-col gap-3">
      <div>
        <p class="mb-2 text-sm">Linux: run this in a terminal of the machine.</p>
        <CopyField text={install().quick} label="the install command" />
        <p class="mt-2 text-xs text-muted">
          Run by root, it installs a service that starts with the machine. Run by anyone else, it works for as long as
          the terminal is open.
        </p>
      </div>
      <Show when={isLoopback(location.hostname)}>
        <p class="rounded-md bg-warning-soft px-3 py-2 text-xs text-warning-text">
          You opened this page as {location.hostname}, which works on this computer only. For another machine, open the
          page by a name or address that the machine can reach.
        </p>
      </Show>
      <Alternative title="As a service, with sudo">
        <CopyField text={install().service} label="the command with sudo" />
      </Alternative>
      <Alternative title="By hand, without the script">
        <CopyField text={install().manual} label="the commands" />
      </Alternative>
    </div>
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
