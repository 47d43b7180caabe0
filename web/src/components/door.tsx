/** The frame of the pages before sign-in: the product's name over one panel. */
import { createEffect, type JSX, Show } from "solid-js";
import { Logo } from "./logo.tsx";

export type DoorProps = { title: string; lead?: JSX.Element; children: JSX.Element };

export function Door(props: DoorProps) {
  createEffect(() => {
    document.title = `${props.title} · RemoteLink`;
  });
  return (
    <main class="flex min-h-full flex-col items-center px-4 py-10 sm:justify-center">
      <div class="w-full max-w-sm">
        <Logo class="mb-6 size-9" />
        <h1 class="text-xl font-semibold">{props.title}</h1>
        <Show when={props.lead}>
          <p class="mt-1 text-sm text-muted">{props.lead}</p>
        </Show>
        <div class="mt-6">{props.children}</div>
      </div>
    </main>
  );
}
