/** Where the remote picture lies in the window, and which of its pixels is under the pointer. Pure: all lengths in CSS pixels unless named. */

export const SCALINGS = ["fit", "actual", "device"] as const;

/** `fit`: fills the window · `actual`: one framebuffer pixel is one CSS pixel · `device`: … is one pixel of the screen. */
export type Scaling = (typeof SCALINGS)[number];

export type Size = { width: number; height: number };
export type Point = { x: number; y: number };
export type Box = Point & Size;

export type Placement = {
  /** The canvas, from the top left of `stage`. */
  canvas: Box;
  /** What is scrolled: at least the window, more where the canvas is larger. */
  stage: Size;
  /** CSS pixels per framebuffer pixel. */
  scale: number;
  /** Every framebuffer pixel is the same square of several device pixels: to be drawn with hard edges. */
  isPixelated: boolean;
};

/**
 * @param devicePixelRatio may be fractional (zoom, 125 % desktops)
 * @param zoom by fingers, on top of the scaling
 */
export function placePicture(
  framebuffer: Size,
  view: Size,
  { scaling, devicePixelRatio, zoom = 1 }: { scaling: Scaling; devicePixelRatio: number; zoom?: number },
): Placement {
  const scale = scaleOf(scaling, framebuffer, view, devicePixelRatio) * zoom;
  // Whole device pixels, else the edges are blended with the backdrop and the picture with itself.
  const snap = (length: number): number => Math.round(length * devicePixelRatio) / devicePixelRatio;
  const width = Math.max(snap(framebuffer.width * scale), 1 / devicePixelRatio);
  const height = Math.max(snap(framebuffer.height * scale), 1 / devicePixelRatio);
  const x = Math.max(0, snap((view.width - width) / 2));
  const y = Math.max(0, snap((view.height - height) / 2));
  const factor = scale * devicePixelRatio;
  return {
    canvas: { x, y, width, height },
    // Half a device pixel of rounding must not bring scroll bars.
    stage: {
      width: width > view.width + 0.5 ? width : view.width,
      height: height > view.height + 0.5 ? height : view.height,
    },
    scale,
    isPixelated: factor >= 2 && Math.abs(factor - Math.round(factor)) < 1e-6,
  };
}

function scaleOf(scaling: Scaling, framebuffer: Size, view: Size, devicePixelRatio: number): number {
  if (scaling === "actual") return 1;
  if (scaling === "device") return 1 / devicePixelRatio;
  return Math.min(view.width / framebuffer.width, view.height / framebuffer.height);
}

/**
 * A pointer's position names the corner of a device pixel, which at one to one is the very edge between two framebuffer
 * pixels. Layout rounds lengths to 1/64 px and events to 32-bit floats: this much is forgiven.
 */
const EDGE_TOLERANCE = 1 / 32;

/**
 * The framebuffer pixel under a point; outside the picture the nearest one.
 * @param canvas where the canvas is now, scrolling included (getBoundingClientRect), in the point's own coordinates
 */
export function pixelAt(point: Point, canvas: Box, framebuffer: Size): Point {
  return {
    x: pixelOf((point.x - canvas.x) / canvas.width, framebuffer.width),
    y: pixelOf((point.y - canvas.y) / canvas.height, framebuffer.height),
  };
}

function pixelOf(share: number, count: number): number {
  const pixel = Math.floor(share * count + EDGE_TOLERANCE);
  return Math.min(Math.max(pixel, 0), count - 1);
}

/** The centre of a framebuffer pixel, in the coordinates of `canvas`. */
export function centreOf(pixel: Point, canvas: Box, framebuffer: Size): Point {
  return {
    x: canvas.x + ((pixel.x + 0.5) / framebuffer.width) * canvas.width,
    y: canvas.y + ((pixel.y + 0.5) / framebuffer.height) * canvas.height,
  };
}
