/** xterm.js as we use it: one look, fitted to its element, loaded only when a terminal or a script is opened. */
import { FitAddon } from "@xterm/addon-fit";
import { Terminal } from "@xterm/xterm";
import "@xterm/xterm/css/xterm.css";
import { strictDocument, withStrictElements } from "./strict-document.ts";

const SCROLLBACK_LINES = 10_000;

export type TerminalSize = { columns: number; rows: number };

export type TerminalView = {
  readonly terminal: Terminal;
  size(): TerminalSize;
  /** Fits it to its element again: after the element became visible. */
  fit(): void;
  dispose(): void;
};

/** @param isReadOnly shows output only */
export function openTerminalView(
  element: HTMLElement,
  { isReadOnly, resized }: { isReadOnly: boolean; resized?: (size: TerminalSize) => void },
): TerminalView {
  const color = (name: string) => getComputedStyle(element).getPropertyValue(name).trim();
  const terminal = new Terminal({
    documentOverride: strictDocument(),
    fontFamily: 'ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace',
    fontSize: 13,
    scrollback: SCROLLBACK_LINES,
    disableStdin: isReadOnly,
    convertEol: isReadOnly,
    cursorBlink: false,
    cursorInactiveStyle: isReadOnly ? "none" : "outline",
    theme: {
      background: color("--sunken"),
      foreground: color("--text"),
      cursor: isReadOnly ? color("--sunken") : color("--text"),
      selectionBackground: color("--accent-soft"),
    },
  });
  const fit = new FitAddon();
  terminal.loadAddon(fit);
  withStrictElements(() => terminal.open(element));
  const refit = (): void => {
    // Hidden, it has no size to fit to.
    if (element.offsetWidth > 0) fit.fit();
  };
  const observer = new ResizeObserver(refit);
  observer.observe(element);
  const size = (): TerminalSize => ({ columns: terminal.cols, rows: terminal.rows });
  terminal.onResize(() => resized?.(size()));
  refit();
  return {
    terminal,
    size,
    fit: refit,
    dispose() {
      observer.disconnect();
      terminal.dispose();
    },
  };
}
