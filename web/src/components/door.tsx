/** The frame of the pages before sign-in: the installation's mark over one panel. */
import { createEffect, type JSX, Show } from "solid-js";
import { branding, PRODUCT, setTitle } from "../state/branding.ts";
import { Logo } from "./logo.tsx";

export type DoorProps = { title: string; lead?: JSX.Element; children: JSX.Element };

export function Door(props: DoorProps) {
  createEffect(() => {
    setTitle(props.title);
  });
  return (
    <main class="flex min-h-full flex-col items-center px-4 py-10 sm:justify-center">
      <div class="w-full max-w-sm">
        <div class="mb-6 flex items-center gap-3">
          <Logo class="size-9 shrink-0" />
          <Show when={branding().name !== PRODUCT}>
            <span class="min-w-0 font-semibold break-words">{branding().name}</span>
          </Show>
        </div>
        <h1 class="text-xl font-semibold">{props.title}</h1>
        <Show when={props.lead}>
          <p class="mt-1 text-sm text-muted">{props.lead}</p>
        </Show>
        <div class="mt-6">{props.children}</div>
      </div>
    </main>
  );
}
