/** Short notices in a corner: what was done, or what failed and what to do. Read out by screen readers. */
import { Toast, toaster } from "@kobalte/core/toast";
import CircleAlert from "lucide-solid/icons/circle-alert";
import CircleCheck from "lucide-solid/icons/circle-check";
import X from "lucide-solid/icons/x";
import { Show } from "solid-js";
import { messageOf } from "../api/http-client.ts";
import { iconButtonClass } from "./icon-button.tsx";

const SUCCESS_MS = 4_000;
/** A failure has more to read, and whoever may take something back has to think first. */
const LONG_MS = 10_000;

type Notice = { title: string; detail?: string; isFailure: boolean; action?: { label: string; run: () => void } };

export function notify(title: string, more: { detail?: string; action?: Notice["action"] } = {}): void {
  show({ title, ...more, isFailure: false });
}

/** `attempt` says what did not work: "web-01 was not removed". The error says why and what next. */
export function notifyFailure(attempt: string, error: unknown, more: { action?: Notice["action"] } = {}): void {
  show({ title: attempt, detail: messageOf(error), isFailure: true, ...more });
}

function show(notice: Notice): void {
  toaster.show((props) => (
    // A list's items may have no role of their own, and a notice has one: it is announced.
    <Toast
      as="div"
      toastId={props.toastId}
      duration={notice.isFailure || notice.action ? LONG_MS : SUCCESS_MS}
      priority={notice.isFailure ? "high" : "low"}
      class="flex w-full animate-rise items-start gap-3 rounded-lg border border-line bg-raised py-3 pr-2 pl-3 shadow-pop"
    >
      <Show
        when={notice.isFailure}
        fallback={<CircleCheck class="mt-0.5 size-4 shrink-0 text-online" aria-hidden="true" />}
      >
        <CircleAlert class="mt-0.5 size-4 shrink-0 text-danger-text" aria-hidden="true" />
      </Show>
      <div class="min-w-0 flex-1">
        <Toast.Title class="text-sm font-medium break-words">{notice.title}</Toast.Title>
        <Show when={notice.detail}>
          <Toast.Description class="mt-0.5 text-xs text-muted break-words">{notice.detail}</Toast.Description>
        </Show>
        <Show when={notice.action}>
          {(action) => (
            <button
              type="button"
              class="mt-1 text-xs font-medium text-accent-text hover:underline"
              onClick={() => {
                toaster.dismiss(props.toastId);
                action().run();
              }}
            >
              {action().label}
            </button>
          )}
        </Show>
      </div>
      <Toast.CloseButton class={iconButtonClass} aria-label="Dismiss">
        <X class="size-3.5" aria-hidden="true" />
      </Toast.CloseButton>
    </Toast>
  ));
}

/** Where the notices appear; once in the page. */
export function ToastRegion() {
  return (
    <Toast.Region limit={4} aria-label="Notices ({hotkey})">
      <Toast.List
        as="div"
        class="fixed right-4 bottom-4 z-50 flex w-[min(360px,calc(100vw-32px))] flex-col gap-2 outline-none max-md:bottom-20"
      />
    </Toast.Region>
  );
}
