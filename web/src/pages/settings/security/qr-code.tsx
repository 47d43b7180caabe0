/** A QR code as one path, dark on white in every theme: cameras want it so. */
import { createMemo } from "solid-js";
import { encode } from "uqr";

/** The quiet zone that the standard asks for (ISO/IEC 18004 §5.3.8). */
const BORDER = 4;

export function QrCode(props: { text: string; label: string }) {
  const code = createMemo(() => encode(props.text, { border: BORDER }));
  const path = () =>
    code()
      .data.flatMap((row, y) => row.map((isDark, x) => (isDark ? `M${x} ${y}h1v1h-1z` : "")))
      .join("");
  return (
    <svg
      role="img"
      aria-label={props.label}
      viewBox={`0 0 ${code().size} ${code().size}`}
      class="mx-auto size-48 rounded-lg"
      shape-rendering="crispEdges"
    >
      <rect width="100%" height="100%" fill="#fff" />
      <path d={path()} fill="#000" />
    </svg>
  );
}
