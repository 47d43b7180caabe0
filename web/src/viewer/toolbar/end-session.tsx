/** Asks once, then ends the session for everyone in it; who is not signed in only leaves it. */
import { useMutation, useQuery } from "@tanstack/solid-query";
import { Show } from "solid-js";
import { meQuery } from "../../api/account.ts";
import { endSession } from "../../api/sessions.ts";
import { ConfirmDialog } from "../../components/confirm-dialog.tsx";
import { notifyFailure } from "../../components/toast.tsx";
import { useViewerActions } from "../viewer-actions.ts";
import { useViewer } from "../viewer-state.ts";

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
  const others = () => viewer.snapshot().viewers.filter(({ you }) => !you);
  return (
    <Show when={actions.isEndAsked()}>
      <Show
        when={me.data}
        fallback={
          <ConfirmDialog
            isOpen
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
          isOpen
          onClose={close}
          title={`End the session on ${viewer.machineName()}?`}
          action="End session"
          isBusy={ending.isPending}
          onConfirm={() => ending.mutate()}
        >
          <Show
            when={others().length > 0}
            fallback="You are disconnected at once, and this link does not open it again."
          >
            {others()
              .map(({ name }) => name)
              .join(", ")}{" "}
            and you are disconnected at once.
          </Show>
        </ConfirmDialog>
      </Show>
    </Show>
  );
}
