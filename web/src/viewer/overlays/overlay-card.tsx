/** The card over the dimmed last picture: what state the session is in, and what can be done. Read out, and its first button has the focus. */
import LoaderCircle from "lucide-solid/icons/loader-circle";
import { createUniqueId, type JSX, onCleanup, onMount, Show } from "solid-js";
import { classNames } from "../../components/class-names.ts";

export type OverlayCardProps = {
  icon?: JSX.Element;
  /** Something is under way by itself. */
  isBusy?: boolean;
  /** It needs the person, now. */
  isAlert?: boolean;
  title: string;
  children?: JSX.Element;
  /** Buttons; the one to press has `data-autofocus`. */
  actions?: JSX.Element;
};

export function OverlayCard(props: OverlayCardProps) {
  let card!: HTMLElement;
  const titleId = createUniqueId();
  // Where there is only the way out, the card has the focus: an Enter meant for the machine must not lead away.
  const focusFirst = () => (card.querySelector<HTMLElement>("[data-autofocus]") ?? card).focus();
  onMount(() => {
    // Whoever writes in a panel beside the screen goes on writing there.
    if (!document.activeElement?.closest("aside")) focusFirst();
    // A dialog that closes in the same moment takes the focus with it.
    const timer = setTimeout(() => document.activeElement === document.body && focusFirst());
    onCleanup(() => clearTimeout(timer));
  });
  return (
    <section
      ref={card}
      aria-labelledby={titleId}
      tabindex="-1"
      class="flex outline-none w-full max-w-sm animate-rise flex-col items-center rounded-xl border border-line bg-raised px-6 py-7 text-center shadow-pop"
    >
      <div class="flex size-10 items-center justify-center rounded-lg border border-line bg-panel text-muted">
        <Show when={props.isBusy} fallback={props.icon}>
          <LoaderCircle class="size-5 animate-turn" aria-hidden="true" />
        </Show>
      </div>
      <div role={props.isAlert ? "alert" : "status"} class="mt-4 min-w-0 max-w-full">
        <h1 id={titleId} class="text-lg font-semibold break-words">
          {props.title}
        </h1>
        <div class={classNames("mt-1 text-sm text-muted break-words", !props.children && "hidden")}>
          {props.children}
        </div>
      </div>
      <Show when={props.actions}>
        <div class="mt-5 flex flex-wrap justify-center gap-2">{props.actions}</div>
      </Show>
    </section>
  );
}
