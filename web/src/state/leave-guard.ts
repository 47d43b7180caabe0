/** Asks before what was typed is lost: by another page, by closing the tab, and where the caller asks. */
import { useBeforeLeave } from "@solidjs/router";
import { createEffect, onCleanup } from "solid-js";

/** @returns whether it may be left: nothing is unsaved, or the person says so */
export function createLeaveGuard(isDirty: () => boolean, question: string): () => boolean {
  const mayLeave = () => !isDirty() || window.confirm(question);
  let isAnswered = false;
  useBeforeLeave((leaving) => {
    if (leaving.defaultPrevented || isAnswered || mayLeave()) return;
    leaving.preventDefault();
  });
  createEffect(() => {
    if (!isDirty()) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", ask);
    onCleanup(() => window.removeEventListener("beforeunload", ask));
  });
  return () => {
    isAnswered = mayLeave();
    return isAnswered;
  };
}
