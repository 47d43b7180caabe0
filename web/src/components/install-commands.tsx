/** How to put the agent on a machine: the one line, and the same by hand. */
import { Show } from "solid-js";
import { isLoopback, linuxInstall } from "../state/install-commands.ts";
import { CopyField } from "./copy-field.tsx";

export function InstallCommands(props: { token: string }) {
  const install = () => linuxInstall(location.origin, props.token);
  return (
    <div class="flex flex-col gap-3">
      <div>
        <p class="mb-1.5 text-sm">
          Linux: run this in a terminal of the machine. It installs the agent as a service that starts with the system.
        </p>
        <CopyField text={install().quick} label="the install command" />
      </div>
      <Show when={isLoopback(location.hostname)}>
        <p class="text-sm text-warning-text">
          This page was opened as {location.hostname}: the command works on this computer only. For another machine,
          open the page by a name or address that it can reach.
        </p>
      </Show>
      <details class="group">
        <summary class="w-fit rounded-sm text-sm text-muted hover:text-text">
          By hand, without installing a service
        </summary>
        <div class="mt-2">
          <CopyField text={install().manual} label="the commands" />
        </div>
      </details>
    </div>
  );
}
