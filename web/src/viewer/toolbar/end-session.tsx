/** Asks once, then ends the session for everyone in it; who is not signed in only leaves it. */
import { useMutation, useQuery } from "@tanstack/solid-query";
import { Show } from "solid-js";
import { meQuery } from "../../api/account.ts";
import { endSession } from "../../api/sessions.ts";
import { ConfirmDialog } from "../../components/confirm-dialog.tsx";
import { notifyFailure } from "../../components/toast.tsx";
import { useViewerActions } from "../viewer-actions.ts";
import { isOver, useViewer } from "../viewer-state.ts";

export function EndSession() {
  const viewer = useViewer();
  const actions = useViewerActions();
  const me = useQuery(meQuery);
  const close = () => actions.setEndAsked(false);
  const ending = useMutation(() => ({
    mutationFn: () => endSession(viewer.sessionId),
    onSuccess: close,
    onError: (error) => {
      close();
      notifyFailure("The session was not ended", error);
    },
  }));
  const others = () =>
    viewer
      .snapshot()
      .viewers.filter(({ you }) => !you)
      .map(({ name }) => name)
      .join(", ");
  // Whatever ended it meanwhile: there is nothing left to ask, and its overlay takes the focus.
  const isOpen = () => actions.isEndAsked() && !isOver(viewer.phase());
  return (
    <Show
      when={me.data}
      fallback={
        <ConfirmDialog
          isOpen={isOpen()}
          onClose={close}
          title="Leave this session?"
          action="Leave"
          onConfirm={() => {
            close();
            viewer.leave("left");
          }}
        >
          You are not signed in: only this window leaves it. The link opens it again while it runs.
        </ConfirmDialog>
      }
    >
      <ConfirmDialog
        isOpen={isOpen()}
        onClose={close}
        title={`End the session on ${viewer.machineName()}?`}
        action="End session"
        isBusy={ending.isPending}
        onConfirm={() => ending.mutate()}
      >
        <Show when={others()} fallback="You are disconnected at once, and this link does not open it again.">
          {others()} and you are disconnected at once.
        </Show>
      </ConfirmDialog>
    </Show>
  );
}
