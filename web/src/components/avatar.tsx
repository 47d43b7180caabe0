/** A person's initials. */
import { initials } from "../state/initials.ts";

export function Avatar(props: { name: string }) {
  return (
    <span
      class="flex size-6 shrink-0 items-center justify-center rounded-full bg-active text-[10px] font-semibold text-muted"
      aria-hidden="true"
    >
      {initials(props.name)}
    </span>
  );
}
