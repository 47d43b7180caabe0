/** Texts from outside in dialogs: what looks like markup stays text. */

/** For Qt and notification servers, which take some texts for HTML. */
export function escapeHtml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll("\n", "<br>");
}
