/** The top of a page: its name, a count, and what can be done on it. Stays while the page scrolls. */
import { createEffect, type JSX, Show } from "solid-js";
import { setTitle } from "../state/branding.ts";

export type PageHeaderProps = { title: string; count?: number; lead?: JSX.Element; actions?: JSX.Element };

export function PageHeader(props: PageHeaderProps) {
  createEffect(() => {
    setTitle(props.title);
  });
  return (
    <header class="sticky top-0 z-20 flex h-14 shrink-0 items-center gap-3 border-b border-line bg-bg px-4 md:px-6">
      {props.lead}
      <h1 class="truncate text-base font-semibold">{props.title}</h1>
      <Show when={props.count !== undefined}>
        <span class="text-sm text-faint">{props.count}</span>
      </Show>
      <div class="ml-auto flex items-center gap-2">{props.actions}</div>
    </header>
  );
}

/** The column of a page that is read rather than scanned. */
export function PageBody(props: { children: JSX.Element }) {
  return <div class="mx-auto w-full max-w-4xl px-4 py-6 md:px-6 md:py-8">{props.children}</div>;
}

/** A titled part of a page. */
export function Section(props: {
  title: string;
  description?: JSX.Element;
  actions?: JSX.Element;
  children: JSX.Element;
}) {
  return (
    <section class="mb-8">
      <div class="mb-3 flex min-h-8 items-center gap-3">
        <div class="min-w-0 flex-1">
          <h2 class="text-sm font-semibold">{props.title}</h2>
          <Show when={props.description}>
            <p class="text-sm text-muted">{props.description}</p>
          </Show>
        </div>
        {props.actions}
      </div>
      {props.children}
    </section>
  );
}

export function Panel(props: { children: JSX.Element; class?: string }) {
  return <div class={`rounded-lg border border-line bg-panel ${props.class ?? ""}`}>{props.children}</div>;
}
