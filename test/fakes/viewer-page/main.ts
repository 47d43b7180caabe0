/** The viewer's engine on a page of its own, without the product's page around it; tests and the bench drive it. */
import { openViewer } from "../../../web/src/viewer/viewer-engine.ts";
import type { CursorImage, Phase, ViewerSnapshot, ViewerStatistics } from "../../../web/src/viewer/viewer-model.ts";

const canvas = document.createElement("canvas");
canvas.style.width = "100%";
document.body.append(canvas);

const seen = {
  phases: [] as Phase[],
  snapshot: null as ViewerSnapshot | null,
  statistics: null as ViewerStatistics | null,
  cursorShapes: [] as (Omit<CursorImage, "rgba"> & { rgba: number[] })[],
  hiddenCursors: 0,
  cursorPositions: [] as { x: number; y: number }[],
  messageTypes: [] as string[],
};

const engine = openViewer({
  sessionId: "01890a5d-ac96-774b-bcce-b302099a8057",
  viewerToken: "a-token",
  canvas,
  listener: {
    changed(snapshot) {
      if (JSON.stringify(seen.phases.at(-1)) !== JSON.stringify(snapshot.phase)) seen.phases.push(snapshot.phase);
      seen.snapshot = snapshot;
    },
    statistics(statistics) {
      seen.statistics = statistics;
    },
    cursorShape(image) {
      if (image) seen.cursorShapes.push({ ...image, rgba: [...image.rgba] });
      else seen.hiddenCursors++;
    },
    cursorPosition(x, y) {
      seen.cursorPositions.push({ x, y });
    },
    message(message) {
      seen.messageTypes.push(message.type);
    },
  },
});

const page = { engine, seen };

declare global {
  var viewerPage: typeof page;
}
globalThis.viewerPage = page;
