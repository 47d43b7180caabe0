/** What stands where a list would be: nothing yet, nothing found, or a failure; always with what to do next. */
import CircleAlert from "lucide-solid/icons/circle-alert";
import { type JSX, Show } from "solid-js";
import { messageOf } from "../api/http-client.ts";
import { Button } from "./button.tsx";

export type EmptyStateProps = { icon?: JSX.Element; title: string; children?: JSX.Element; action?: JSX.Element };

export function EmptyState(props: EmptyStateProps) {
  return (
    <div class="mx-auto flex max-w-md flex-col items-center px-6 py-16 text-center">
      <Show when={props.icon}>
        <div class="mb-4 flex size-10 items-center justify-center rounded-lg border border-line bg-panel text-muted">
          {props.icon}
        </div>
      </Show>
      <h2 class="text-base font-semibold">{props.title}</h2>
      <Show when={props.children}>
        <div class="mt-1 text-sm text-muted">{props.children}</div>
      </Show>
      <Show when={props.action}>
        <div class="mt-5 flex flex-wrap justify-center gap-2">{props.action}</div>
      </Show>
    </div>
  );
}

export function ErrorState(props: { title: string; error: unknown; onRetry: () => void }) {
  return (
    <div role="alert">
      <EmptyState
        icon={<CircleAlert class="size-5 text-danger-text" aria-hidden="true" />}
        title={props.title}
        action={<Button onClick={() => props.onRetry()}>Try again</Button>}
      >
        {messageOf(props.error)}
      </EmptyState>
    </div>
  );
}
