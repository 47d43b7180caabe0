/** The dialog programs of Linux desktops, by absolute path: what PATH says must not choose who asks for consent. */

export type Dialog = {
  path: string;
  /** The question stands in one argument, never in a shell line. Exit code 0 is yes, 1 is no. */
  arguments(title: string, question: string): string[];
};

export const dialogPrograms: readonly Dialog[] = [
  {
    path: "/usr/bin/zenity",
    arguments: (title, question) => [
      "--question",
      // Without this the technician's name could be markup.
      "--no-markup",
      `--title=${title}`,
      `--text=${question}`,
      "--ok-label=Allow",
      "--cancel-label=Decline",
      // Return, hit by someone who is typing, must not let anybody in.
      "--default-cancel",
      "--width=420",
    ],
  },
  {
    path: "/usr/bin/kdialog",
    arguments: (title, question) => [
      "--title",
      title,
      "--yes-label",
      "Allow",
      "--no-label",
      "Decline",
      // Qt guesses whether a text is HTML; told so, and escaped, it cannot be fooled by a name.
      "--warningyesno",
      `<qt>${escapeHtml(question)}</qt>`,
    ],
  },
];

function escapeHtml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll("\n", "<br>");
}
