/** Text to the clipboard, also where the page is served by plain http and the browser therefore withholds its clipboard API. */

/** Rejects where the browser refuses both ways; the message says how to copy by hand. */
export async function copyText(text: string): Promise<void> {
  if (navigator.clipboard) {
    await navigator.clipboard.writeText(text).catch(() => copyBySelection(text));
    return;
  }
  copyBySelection(text);
}

function copyBySelection(text: string): void {
  const area = document.createElement("textarea");
  area.value = text;
  area.setAttribute("readonly", "");
  area.className = "sr-only";
  // Inside an open dialog, focus may not leave it: the area goes where focus is.
  const holder = document.activeElement?.closest("[role=dialog]") ?? document.body;
  const before = document.activeElement;
  holder.append(area);
  area.select();
  const isCopied = document.execCommand("copy");
  area.remove();
  if (before instanceof HTMLElement) before.focus();
  if (!isCopied) throw new Error("The browser refused. Select the text and press Ctrl+C.");
}
