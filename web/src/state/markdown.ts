/**
 * The part of Markdown that notes need, parsed into plain data: the component makes elements and text nodes of it, so that no text
 * ever becomes markup. Paragraphs, headings, lists, quotes, code, rules; emphasis, code and links inside.
 */

export type Inline =
  | { kind: "text"; text: string }
  | { kind: "code"; text: string }
  | { kind: "strong" | "emphasis"; children: Inline[] }
  | { kind: "link"; href: string; text: string };

export type Block =
  | { kind: "heading"; level: number; children: Inline[] }
  | { kind: "paragraph"; lines: Inline[][] }
  | { kind: "list"; isOrdered: boolean; items: Inline[][] }
  | { kind: "quote"; blocks: Block[] }
  | { kind: "code"; text: string }
  | { kind: "rule" };

const FENCE = /^\s*(```|~~~)/;
const HEADING = /^(#{1,6})\s+(.*?)\s*#*$/;
const RULE = /^\s*([-*_])(\s*\1){2,}\s*$/;
const QUOTE = /^\s*>\s?/;
const BULLET = /^\s*[-*+]\s+/;
const NUMBER = /^\s*\d{1,9}[.)]\s+/;

export function parseMarkdown(text: string): Block[] {
  return parseLines(text.replace(/\r\n?/g, "\n").split("\n"));
}

function parseLines(lines: readonly string[]): Block[] {
  const blocks: Block[] = [];
  let at = 0;
  const takeWhile = (fits: (line: string) => boolean): string[] => {
    const from = at;
    while (at < lines.length && fits(lines[at] ?? "")) at += 1;
    return lines.slice(from, at);
  };
  while (at < lines.length) {
    const line = lines[at] ?? "";
    const heading = HEADING.exec(line);
    if (line.trim() === "") {
      at += 1;
    } else if (FENCE.test(line)) {
      at += 1;
      blocks.push({ kind: "code", text: takeWhile((next) => !FENCE.test(next)).join("\n") });
      at += 1;
    } else if (heading) {
      at += 1;
      blocks.push({ kind: "heading", level: heading[1]?.length ?? 1, children: parseInline(heading[2] ?? "") });
    } else if (RULE.test(line)) {
      at += 1;
      blocks.push({ kind: "rule" });
    } else if (QUOTE.test(line)) {
      blocks.push({
        kind: "quote",
        blocks: parseLines(takeWhile((next) => QUOTE.test(next)).map((next) => next.replace(QUOTE, ""))),
      });
    } else if (BULLET.test(line) || NUMBER.test(line)) {
      const mark = BULLET.test(line) ? BULLET : NUMBER;
      const items = takeWhile((next) => mark.test(next) && !RULE.test(next));
      blocks.push({
        kind: "list",
        isOrdered: mark === NUMBER,
        items: items.map((item) => parseInline(item.replace(mark, ""))),
      });
    } else {
      blocks.push({ kind: "paragraph", lines: takeWhile(isProse).map(parseInline) });
    }
  }
  return blocks;
}

function isProse(line: string): boolean {
  return line.trim() !== "" && ![FENCE, HEADING, RULE, QUOTE, BULLET, NUMBER].some((pattern) => pattern.test(line));
}

/** In this order: what is code is nothing else, a link's text is not searched for links. */
const INLINE =
  /`([^`]+)`|\[([^\]]+)\]\(([^)\s]+)\)|(https?:\/\/[^\s<>()]+[^\s<>().,;:!?])|\*\*(.+?)\*\*|__(.+?)__|\*([^\s*][^*]*)\*|\b_([^\s_][^_]*)_\b/g;

export function parseInline(text: string): Inline[] {
  const result: Inline[] = [];
  let end = 0;
  for (const match of text.matchAll(INLINE)) {
    if (match.index > end) result.push({ kind: "text", text: text.slice(end, match.index) });
    result.push(inlineOf(match));
    end = match.index + match[0].length;
  }
  if (end < text.length) result.push({ kind: "text", text: text.slice(end) });
  return result;
}

function inlineOf(match: RegExpExecArray): Inline {
  const [whole, code, label, target, address, strong, strongToo, emphasis, emphasisToo] = match;
  if (code !== undefined) return { kind: "code", text: code };
  if (address !== undefined) return { kind: "link", href: address, text: address };
  if (label !== undefined && target !== undefined) {
    return isSafeLink(target) ? { kind: "link", href: target, text: label } : { kind: "text", text: whole };
  }
  const bold = strong ?? strongToo;
  if (bold !== undefined) return { kind: "strong", children: parseInline(bold) };
  return { kind: "emphasis", children: parseInline(emphasis ?? emphasisToo ?? whole) };
}

/** Never `javascript:` or `data:`, whatever a note says. */
function isSafeLink(target: string): boolean {
  return /^(https?:\/\/|mailto:)/i.test(target);
}
