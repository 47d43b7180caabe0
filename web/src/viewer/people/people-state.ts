/** Who is in the session besides this page, and who may control the machine. */
import type { PresentViewer } from "../../../../protocol/messages/relay-to-viewer.ts";
import type { Viewer } from "../viewer-state.ts";

export function othersOf(viewer: Viewer): readonly PresentViewer[] {
  return viewer.snapshot().viewers.filter(({ you }) => !you);
}

/** Who controls the machine alone; null: everybody who may. */
export function controllerOf(viewer: Viewer): PresentViewer | null {
  const { controller, viewers } = viewer.snapshot();
  return viewers.find(({ id }) => id === controller) ?? null;
}

/** This page may hand control over: nobody else has it, or it may take it from whoever has it. */
export function mayDecide(viewer: Viewer): boolean {
  const controller = controllerOf(viewer);
  if (!viewer.may("control")) return false;
  return controller === null || controller.you === true || viewer.snapshot().mayTakeOver;
}

/** Says who came and who went; nothing of those who were there first. */
export function presenceChanges(
  before: readonly PresentViewer[],
  after: readonly PresentViewer[],
): { joined: PresentViewer[]; left: PresentViewer[] } {
  const isIn = (list: readonly PresentViewer[], person: PresentViewer) => list.some(({ id }) => id === person.id);
  return {
    joined: after.filter((person) => !person.you && !isIn(before, person)),
    left: before.filter((person) => !person.you && !isIn(after, person)),
  };
}
