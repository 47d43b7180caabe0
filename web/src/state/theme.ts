/** Light, dark or the system's choice. `public/theme.js` applies the same rule before the first paint. */
import { createEffect, createSignal, onCleanup } from "solid-js";
import { createPreference } from "./preference.ts";

export const THEMES = ["system", "light", "dark"] as const;
export type Theme = (typeof THEMES)[number];

const preference = createPreference<Theme>("theme", THEMES, "system");
export const theme = preference.value;
export const setTheme = preference.set;

const [isDarkForced, setIsDarkForced] = createSignal(false);

/** Dark while the calling component lives, whatever was chosen: beside somebody's screen a bright frame dazzles. */
export function useDarkTheme(): void {
  setIsDarkForced(true);
  onCleanup(() => setIsDarkForced(false));
}

/** Keeps `<html data-theme>` in step with the choice and with the system; call once, at start. */
export function followTheme(): void {
  const system = matchMedia("(prefers-color-scheme: dark)");
  const [isSystemDark, setIsSystemDark] = createSignal(system.matches);
  system.addEventListener("change", (event) => setIsSystemDark(event.matches));
  createEffect(() => {
    const isChosenDark = theme() === "system" ? isSystemDark() : theme() === "dark";
    const isDark = isDarkForced() || isChosenDark;
    document.documentElement.dataset.theme = isDark ? "dark" : "light";
  });
}
