/** JPEG quality for what the technician chose, and in "auto" for what the link carries. */
import type { JpegQuality } from "./jpeg.ts";

export type QualityChoice = "high" | "medium" | "low" | "auto";

const FIXED: Record<Exclude<QualityChoice, "auto">, JpegQuality> = {
  high: { quality: 90, isFullColour: true },
  medium: { quality: 75, isFullColour: false },
  low: { quality: 40, isFullColour: false },
};

/** A full-screen change should cost about 200 ms of link time; what rests is sharpened afterwards anyway. */
const BY_LINK: readonly { bytesPerS: number; quality: JpegQuality }[] = [
  { bytesPerS: 1_500_000, quality: { quality: 75, isFullColour: false } },
  { bytesPerS: 600_000, quality: { quality: 60, isFullColour: false } },
  { bytesPerS: 200_000, quality: { quality: 45, isFullColour: false } },
  { bytesPerS: 0, quality: { quality: 30, isFullColour: false } },
];

/** @param bytesPerS what the link delivers, as measured */
export function jpegQuality(choice: QualityChoice, bytesPerS: number): JpegQuality {
  if (choice !== "auto") return FIXED[choice];
  return BY_LINK.find((step) => bytesPerS >= step.bytesPerS)?.quality ?? FIXED.low;
}
