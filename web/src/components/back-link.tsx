/** The arrow before a page's name that leads up to the list it is one of. */
import { A } from "@solidjs/router";
import ArrowLeft from "lucide-solid/icons/arrow-left";
import { classNames } from "./class-names.ts";
import { iconButtonClass } from "./icon-button.tsx";
import { Tooltip } from "./tooltip.tsx";

/** @param props.label of the list: "All machines" */
export function BackLink(props: { href: string; label: string }) {
  return (
    <Tooltip
      as={A}
      text={props.label}
      placement="bottom"
      triggerProps={{ href: props.href, class: classNames(iconButtonClass, "-ml-2"), "aria-label": props.label }}
    >
      <ArrowLeft class="size-4" aria-hidden="true" />
    </Tooltip>
  );
}
