/** What is on a clipboard, in few words and without its content: notices are seen by whoever looks over a shoulder. */
import type { Content } from "./local-clipboard.ts";

const number = new Intl.NumberFormat("en");

export function describeContent(content: Content): string {
  if (content.kind === "image") return `A picture, ${number.format(Math.ceil(content.png.size / 1024))} KB`;
  const characters = [...content.text].length;
  return characters === 1 ? "1 character" : `${number.format(characters)} characters`;
}
