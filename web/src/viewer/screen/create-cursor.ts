/** The machine's pointer in the size that suits the picture, as a CSS cursor and as a picture. */
import { type Accessor, createMemo } from "solid-js";
import type { Viewer } from "../viewer-state.ts";
import { type CursorPicture, cursorScale, cursorStyle, drawCursor } from "./cursor.ts";
import type { Placement } from "./scale.ts";

export function createCursor(
  viewer: Viewer,
  placement: Accessor<Placement | null>,
  devicePixelRatio: Accessor<number>,
): { picture: Accessor<CursorPicture | null>; style: Accessor<string> } {
  const scale = createMemo(() => {
    const image = viewer.cursor();
    return image ? cursorScale(Math.max(image.width, image.height), placement()?.scale ?? 1) : 1;
  });
  const picture = createMemo(() => {
    const image = viewer.cursor();
    return image && image.width > 0 ? drawCursor(image, scale(), devicePixelRatio()) : null;
  });
  const style = createMemo(() => {
    if (viewer.cursor() === null) return "none";
    const drawn = picture();
    return drawn ? cursorStyle(drawn, devicePixelRatio()) : "default";
  });
  return { picture, style };
}
