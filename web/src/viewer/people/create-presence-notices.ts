/** Quiet notices of who joins, who leaves, and of control that changes hands to or from this page. */
import { createEffect, createMemo, on } from "solid-js";
import { notify } from "../../components/toast.tsx";
import type { Viewer } from "../viewer-state.ts";
import { controllerOf, presenceChanges } from "./people-state.ts";

export function createPresenceNotices(viewer: Viewer): void {
  createEffect(
    on(
      () => viewer.snapshot().viewers,
      (after, before) => {
        const wasHere = before?.some(({ you }) => you) && after.some(({ you }) => you);
        if (!before || !wasHere || !viewer.isActive()) return;
        const { joined, left } = presenceChanges(before, after);
        for (const { name, view_only } of joined) {
          notify(`${name} joined`, { detail: view_only ? "They watch only." : undefined });
        }
        for (const { name } of left) notify(`${name} left`);
      },
    ),
  );
  // A snapshot is told of anew with every frame: only another value is news.
  const controllerId = createMemo(() => viewer.snapshot().controller);
  createEffect(
    on(controllerId, (controller, before) => {
      if (before === undefined || !viewer.isActive()) return;
      const present = controllerOf(viewer);
      if (present?.you) notify("You control the machine now", { detail: "The others see what you do." });
      else if (controller === null) notify("Everybody may control the machine again");
    }),
  );
  viewer.onMessage("control_declined", ({ name }) => notify(`${name} keeps control for now`));
}
