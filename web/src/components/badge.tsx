/** Small labels: tags with their colour, and the state of something. */
import type { JSX } from "solid-js";
import { type TagColor, tagColor } from "../state/tag-color.ts";
import { classNames } from "./class-names.ts";

const TAG_DOTS: Readonly<Record<TagColor, string>> = {
  blue: "bg-tag-blue",
  cyan: "bg-tag-cyan",
  orange: "bg-tag-orange",
  grey: "bg-tag-grey",
  purple: "bg-tag-purple",
  green: "bg-tag-green",
  muted: "bg-tag-muted",
};

const PILL =
  "inline-flex h-5 max-w-40 shrink-0 items-center gap-1.5 rounded-full border border-line px-2 text-xs whitespace-nowrap";

export function TagDot(props: { tag: string }) {
  return <span class={classNames("size-2 shrink-0 rounded-full", TAG_DOTS[tagColor(props.tag)])} aria-hidden="true" />;
}

export function Tag(props: { tag: string }) {
  return (
    <span class={classNames(PILL, "text-muted")}>
      <TagDot tag={props.tag} />
      <span class="truncate">{props.tag}</span>
    </span>
  );
}

export type BadgeTone = "neutral" | "online" | "busy" | "warning" | "danger";

const TONES: Readonly<Record<BadgeTone, string>> = {
  neutral: "text-muted",
  online: "text-online-text",
  busy: "text-busy-text",
  warning: "text-warning-text",
  danger: "text-danger-text",
};

export function Badge(props: { tone?: BadgeTone; children: JSX.Element }) {
  return <span class={classNames(PILL, TONES[props.tone ?? "neutral"])}>{props.children}</span>;
}
