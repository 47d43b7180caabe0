/** The bar on top of a phone's screen: the product and the search. */
import Search from "lucide-solid/icons/search";
import { branding } from "../../state/branding.ts";
import { IconButton } from "../icon-button.tsx";
import { Logo } from "../logo.tsx";
import { openPalette } from "../palette/palette-state.ts";

export function TopBar() {
  return (
    <div class="flex h-12 shrink-0 items-center gap-2 border-b border-line bg-sunken px-4 md:hidden">
      <Logo class="size-6" />
      <span class="min-w-0 flex-1 truncate text-sm font-semibold">{branding().name}</span>
      <IconButton
        label="Search everything"
        class="-mr-2 size-10"
        onClick={openPalette}
        icon={<Search class="size-5" aria-hidden="true" />}
      />
    </div>
  );
}
