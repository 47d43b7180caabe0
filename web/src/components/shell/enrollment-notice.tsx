/** For administrators, on every page: that anybody may bring machines in, and that some wait for a decision. */
import { A, useLocation } from "@solidjs/router";
import { useQuery } from "@tanstack/solid-query";
import TriangleAlert from "lucide-solid/icons/triangle-alert";
import { Show } from "solid-js";
import { answerOf } from "../../api/answer-of.ts";
import { waitingMachinesQuery } from "../../api/waiting-machines.ts";
import { useMe } from "../../state/signed-in.tsx";

export function EnrollmentNotice() {
  const me = useMe();
  const location = useLocation();
  const waiting = useQuery(() => ({ ...waitingMachinesQuery(), enabled: me().role === "admin" }));
  const isOpen = () => answerOf(waiting)?.is_open === true;
  const count = () => answerOf(waiting)?.items.length ?? 0;
  // There they are.
  const isTold = () => count() > 0 && location.pathname !== "/enrollment";
  const link = "font-medium underline underline-offset-2";
  return (
    <div role="status">
      <Show when={me().role === "admin" && (isOpen() || isTold())}>
        <div class="flex items-start gap-2 border-b border-line bg-warning-soft px-4 py-2 text-sm text-warning-text md:px-6">
          <TriangleAlert class="mt-0.5 size-4 shrink-0" aria-hidden="true" />
          <p class="min-w-0 flex-1">
            <Show when={isTold()}>
              <A href="/enrollment" class={link}>
                {count() === 1 ? "A machine waits" : `${count()} machines wait`}
              </A>{" "}
              to be accepted.{" "}
            </Show>
            <Show when={isOpen()}>
              Open enrollment is on: any machine that reaches this server may come in.{" "}
              <A href="/settings/server" class={link}>
                Settings
              </A>
            </Show>
          </p>
        </div>
      </Show>
    </div>
  );
}
