/** Quick Connect: the code that someone reads out, and one is on their screen. */
import { useNavigate } from "@solidjs/router";
import { useMutation } from "@tanstack/solid-query";
import { createSignal } from "solid-js";
import { messageOf } from "../../api/http-client.ts";
import { joinByCode } from "../../api/sessions.ts";
import { Button } from "../../components/button.tsx";
import { PageBody, PageHeader, Panel } from "../../components/page-header.tsx";
import { openViewer } from "../../state/open-viewer.ts";
import { isCompleteCode } from "../../state/session-code.ts";
import { CodeField } from "./code-field.tsx";
import { HelpSomeone } from "./help-someone.tsx";

export default function QuickConnectPage() {
  const navigate = useNavigate();
  const [code, setCode] = createSignal("");
  const joining = useMutation(() => ({
    mutationFn: joinByCode,
    onSuccess: (ticket) => openViewer(ticket, navigate),
  }));

  const join = (complete: string) => {
    if (isCompleteCode(complete) && !joining.isPending) joining.mutate(complete);
  };

  return (
    <>
      <PageHeader title="Quick Connect" />
      <PageBody>
        <Panel class="mx-auto max-w-xl p-6 sm:p-8">
          <form
            class="flex flex-col items-center gap-6"
            onSubmit={(event) => {
              event.preventDefault();
              join(code());
            }}
          >
            <div class="text-center">
              <h2 class="text-lg font-semibold">Enter the code</h2>
              <p class="mt-1 text-sm text-muted">
                The person at the machine reads it to you. It has six characters and works once, for ten minutes.
              </p>
            </div>
            <CodeField
              value={code()}
              isInvalid={joining.isError}
              describedBy="code-error"
              onChange={(next) => {
                setCode(next);
                if (joining.isError) joining.reset();
              }}
              onComplete={join}
            />
            <p id="code-error" class="min-h-5 text-center text-sm text-danger-text" role="alert">
              {joining.isError ? messageOf(joining.error) : ""}
            </p>
            <Button
              type="submit"
              variant="primary"
              size="lg"
              class="w-full max-w-xs"
              disabled={!isCompleteCode(code())}
              isBusy={joining.isPending}
            >
              Connect
            </Button>
          </form>
        </Panel>
        <HelpSomeone />
        <p class="mx-auto mt-4 max-w-xl text-center text-sm text-muted">
          On their machine <code class="rounded-sm bg-sunken px-1 font-mono text-xs">remotelink-agent --run-once</code>{" "}
          shows a code and leaves nothing behind.
        </p>
      </PageBody>
    </>
  );
}
