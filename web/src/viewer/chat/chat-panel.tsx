/** Chat with the person at the machine, and with whoever else is in the session. Enter sends, Shift+Enter starts a new line. */
import MessageSquare from "lucide-solid/icons/message-square";
import SendHorizontal from "lucide-solid/icons/send-horizontal";
import { createEffect, createSignal, For, on, onCleanup, onMount, Show } from "solid-js";
import { MAX_CHAT_BYTES } from "../../../../protocol/limits.ts";
import { Button } from "../../components/button.tsx";
import { classNames } from "../../components/class-names.ts";
import { EmptyState } from "../../components/empty-state.tsx";
import { controlClass } from "../../components/field.tsx";
import { useViewerActions } from "../viewer-actions.ts";
import { useViewer } from "../viewer-state.ts";
import type { ShownLine } from "./chat-lines.ts";
import { CHAT_PANEL, markRead, useChat } from "./create-chat.ts";

const encoder = new TextEncoder();
const time = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" });
/** Whoever has scrolled up further than this reads, and is left there. */
const NEAR_END_PX = 80;

export default function ChatPanel() {
  const viewer = useViewer();
  const actions = useViewerActions();
  const chat = useChat();
  let list!: HTMLDivElement;
  let field!: HTMLTextAreaElement;
  const [text, setText] = createSignal("");
  const [problem, setProblem] = createSignal("");
  const isOpen = () => actions.panel() === CHAT_PANEL;
  const isTooLong = () => encoder.encode(text()).length > MAX_CHAT_BYTES;

  function toEnd(): void {
    list.scrollTop = list.scrollHeight;
  }
  createEffect(
    on(chat.lines, () => {
      const isNearEnd = list.scrollHeight - list.scrollTop - list.clientHeight < NEAR_END_PX;
      if (isNearEnd) queueMicrotask(toEnd);
      if (isOpen() && document.hasFocus()) markRead();
    }),
  );
  createEffect(
    on(isOpen, (isNow) => {
      if (!isNow) return;
      markRead();
      queueMicrotask(() => {
        toEnd();
        field.focus({ preventScroll: true });
      });
    }),
  );
  onMount(() => {
    const seen = () => isOpen() && markRead();
    window.addEventListener("focus", seen);
    onCleanup(() => window.removeEventListener("focus", seen));
  });

  function send(): void {
    if (text().trim() === "" || isTooLong()) return;
    if (!chat.send(text().trim())) {
      setProblem("Not connected just now: what you wrote is still here.");
      return;
    }
    setProblem("");
    setText("");
    queueMicrotask(toEnd);
  }

  return (
    <div class="flex h-full flex-col">
      <div ref={list} class="min-h-0 flex-1 overflow-auto p-3" role="log" aria-label="Messages" tabindex="0">
        <Show
          when={chat.lines().length > 0}
          fallback={
            <EmptyState icon={<MessageSquare class="size-5" aria-hidden="true" />} title="Nothing said yet">
              What you write opens a window at {viewer.machineName()}, where the person there can answer.
            </EmptyState>
          }
        >
          <ol class="flex flex-col gap-2">
            <For each={chat.lines()}>{(line) => <Line line={line} />}</For>
          </ol>
        </Show>
      </div>
      <form
        class="shrink-0 border-line border-t p-3"
        onSubmit={(event) => {
          event.preventDefault();
          send();
        }}
      >
        <div class="flex items-end gap-2">
          <textarea
            ref={field}
            aria-label="Message"
            aria-invalid={isTooLong() ? "true" : undefined}
            class={classNames(controlClass, "field-sizing-content max-h-40 min-h-9 resize-none py-2 leading-5")}
            placeholder="Write a message"
            value={text()}
            onInput={(event) => setText(event.currentTarget.value)}
            onKeyDown={(event) => {
              if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
              event.preventDefault();
              send();
            }}
          />
          <Button type="submit" variant="primary" disabled={text().trim() === "" || isTooLong()} aria-label="Send">
            <SendHorizontal class="size-4" aria-hidden="true" />
          </Button>
        </div>
        <Show when={isTooLong() || problem()}>
          <p class="mt-1 text-danger-text text-xs" role="alert">
            {isTooLong() ? "That is too long for one message." : problem()}
          </p>
        </Show>
      </form>
    </div>
  );
}

function Line(props: { line: ShownLine }) {
  const viewer = useViewer();
  const isPerson = () => props.line.from.kind === "person";
  const who = () => props.line.from.name || (isPerson() ? `At ${viewer.machineName()}` : "Technician");
  return (
    <li class={classNames("flex max-w-[85%] flex-col", isPerson() ? "self-start" : "items-end self-end")}>
      <span class="mb-0.5 text-faint text-xs">
        {who()} · <time datetime={props.line.sent_at}>{time.format(new Date(props.line.sent_at))}</time>
      </span>
      <p
        class={classNames(
          "whitespace-pre-wrap break-words rounded-lg px-3 py-1.5 text-sm",
          isPerson() ? "bg-active text-text" : "bg-accent-soft text-text",
          props.line.isSending && "opacity-60",
        )}
      >
        {props.line.text}
      </p>
      <Receipt line={props.line} />
    </li>
  );
}

function Receipt(props: { line: ShownLine }) {
  return (
    <Show when={props.line.receipt}>
      {(receipt) => (
        <span class={classNames("mt-0.5 text-xs", receipt().state === "failed" ? "text-danger-text" : "text-faint")}>
          {receipt().state === "shown" ? "Shown" : receipt().state === "unseen" ? "Not seen yet" : "Not shown"}
          {receipt().message ? `: ${receipt().message}` : ""}
        </span>
      )}
    </Show>
  );
}
