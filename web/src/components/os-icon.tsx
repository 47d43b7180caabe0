/** The mark of an operating system's family, in the colour of the text. */
import Monitor from "lucide-solid/icons/monitor";
import { Match, Switch } from "solid-js";
import { type OsFamily, osFamily, osLabel } from "../state/os-family.ts";

export function OsIcon(props: { os: string; class?: string }) {
  const family = (): OsFamily => osFamily(props.os);
  return (
    <Switch fallback={<Monitor class={props.class} aria-label={osLabel(family())} role="img" />}>
      <Match when={family() === "linux"}>
        <svg viewBox="0 0 16 16" class={props.class} fill="currentColor" role="img" aria-label="Linux">
          <path d="M8 1C6.1 1 5 2.5 5 4.4c0 1.5-.2 2.3-1.1 3.6C3 9.300 2.600 10.300 2.600 11.300c0 .3 0 .6.1.9-.5.4-.9.9-.9 1.400 0 .9 1.300 1.400 2.700 1.400.8 0 1.400-.3 1.700-.7.6.1 1.200.2 1.800.2s1.200-.1 1.800-.2c.3.4.9.7 1.700.7 1.400 0 2.700-.5 2.700-1.400 0-.5-.4-1-.9-1.400.1-.3.1-.6.1-.9 0-1-.4-2-1.300-3.300C11.200 6.700 11 5.900 11 4.400 11 2.500 9.900 1 8 1M6.700 4c.4 0 .7.4.7.9s-.3.9-.7.9-.7-.4-.7-.9.3-.9.7-.9m2.600 0c.4 0 .7.4.7.9s-.3.9-.7.9-.7-.4-.7-.9.3-.9.7-.9M8 6.200c.7 0 1.500.5 1.500.9S8.600 8 8 8s-1.500-.5-1.500-.9.800-.9 1.500-.9m0 2.700c1 0 1.600-.4 1.900-.8.6 1.300 1.300 2.200 1.300 3.400 0 .5-.1.9-.3 1.200-.4.4-1.500.7-2.900.7s-2.500-.3-2.900-.7c-.2-.3-.3-.7-.3-1.200 0-1.200.7-2.100 1.300-3.400.3.4.9.8 1.900.8" />
        </svg>
      </Match>
      <Match when={family() === "windows"}>
        <svg viewBox="0 0 16 16" class={props.class} fill="currentColor" role="img" aria-label="Windows">
          <path d="M1.500 1.500h6v6h-6zM8.500 1.500h6v6h-6zM1.500 8.500h6v6h-6zM8.500 8.500h6v6h-6z" />
        </svg>
      </Match>
      <Match when={family() === "macos"}>
        <svg viewBox="0 0 16 16" class={props.class} fill="currentColor" role="img" aria-label="macOS">
          <path d="M12.600 8.500c0-1.500 1.200-2.300 1.300-2.300-.7-1-1.800-1.200-2.200-1.200-.9-.1-1.800.6-2.300.6s-1.200-.5-2-.5C6.300 5.100 5.300 5.700 4.800 6.600c-1.100 1.900-.3 4.700.8 6.300.5.8 1.100 1.600 2 1.600.8 0 1.100-.5 2-.5s1.200.5 2 .5c.9 0 1.400-.8 1.900-1.500.6-.9.9-1.700.9-1.800 0 0-1.700-.7-1.800-2.700M11 4c.4-.5.7-1.200.6-2-.6 0-1.300.4-1.800.9-.4.5-.7 1.200-.6 1.900.7.1 1.400-.3 1.800-.8" />
        </svg>
      </Match>
    </Switch>
  );
}
