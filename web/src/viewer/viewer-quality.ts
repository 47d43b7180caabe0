/** The quality chosen for a session, kept for reloads of this tab. */
import { type Accessor, createSignal } from "solid-js";

export const QUALITIES = ["auto", "high", "medium", "low"] as const;
export type Quality = (typeof QUALITIES)[number];

export function createQuality(sessionId: string): [Accessor<Quality>, (quality: Quality) => void] {
  const key = `remotelink.viewer-quality.${sessionId}`;
  const [quality, setQuality] = createSignal<Quality>(read(key));
  return [
    quality,
    (next) => {
      setQuality(next);
      store(key, next);
    },
  ];
}

function read(key: string): Quality {
  try {
    const stored = sessionStorage.getItem(key);
    return QUALITIES.find((quality) => quality === stored) ?? "auto";
  } catch {
    return "auto";
  }
}

function store(key: string, quality: Quality): void {
  try {
    sessionStorage.setItem(key, quality);
  } catch {
    // Refused: the choice holds until the page is closed, which is all that can be done.
    return;
  }
}
