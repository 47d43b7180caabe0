/** An agent's version, marked where the server has a newer one. */
import CircleArrowUp from "lucide-solid/icons/circle-arrow-up";
import { Show } from "solid-js";
import { isOutdated } from "../../../protocol/agent-version.ts";

export function AgentVersion(props: { version: string; latest: string | null }) {
  const isOld = () => isOutdated(props.version, props.latest);
  return (
    <span
      class={isOld() ? "flex min-w-0 items-center gap-1.5 text-warning-text" : "truncate text-muted"}
      title={isOld() ? `Outdated: this server has ${props.latest}` : undefined}
    >
      <span class="truncate tabular-nums">{props.version}</span>
      <Show when={isOld()}>
        <CircleArrowUp class="size-3.5 shrink-0" aria-hidden="true" />
        <span class="sr-only">outdated</span>
      </Show>
    </span>
  );
}
