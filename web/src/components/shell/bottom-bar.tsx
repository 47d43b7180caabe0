/** The pages at the foot of a phone's screen, within reach of a thumb: what is used all day, and a menu of the rest. */
import { A, useLocation, useNavigate } from "@solidjs/router";
import Ellipsis from "lucide-solid/icons/ellipsis";
import { createMemo, For } from "solid-js";
import { useMe } from "../../state/signed-in.tsx";
import { Menu, MenuItem } from "../menu.tsx";
import { destinationsFor } from "./navigation.ts";

const ENTRY =
  "flex h-14 min-w-0 flex-1 flex-col items-center justify-center gap-1 text-[11px] leading-none text-muted -outline-offset-2 " +
  "aria-[current=page]:text-accent-text";

export function BottomBar() {
  const me = useMe();
  const location = useLocation();
  const navigate = useNavigate();
  const main = createMemo(() => destinationsFor(me()).filter(({ part }) => part === "main"));
  const rest = createMemo(() => destinationsFor(me()).filter(({ part }) => part !== "main"));
  const isInRest = () => rest().some(({ path }) => location.pathname.startsWith(path));
  return (
    <nav
      aria-label="Pages"
      class="flex shrink-0 border-t border-line bg-sunken pb-[env(safe-area-inset-bottom)] md:hidden"
    >
      <For each={main()}>
        {(destination) => (
          <A href={destination.path} class={ENTRY}>
            <destination.icon class="size-5" aria-hidden="true" />
            <span class="max-w-full truncate px-0.5">{destination.shortLabel ?? destination.label}</span>
          </A>
        )}
      </For>
      <Menu
        label="More pages"
        placement="top-end"
        triggerClass={`${ENTRY} ${isInRest() ? "text-accent-text" : ""}`}
        trigger={
          <>
            <Ellipsis class="size-5" aria-hidden="true" />
            <span>More</span>
          </>
        }
      >
        <For each={rest()}>
          {(destination) => (
            <MenuItem
              icon={<destination.icon class="size-4" aria-hidden="true" />}
              label={destination.label}
              onSelect={() => navigate(destination.path)}
            />
          )}
        </For>
      </Menu>
    </nav>
  );
}
