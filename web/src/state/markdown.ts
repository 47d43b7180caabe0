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
const HEADING = /^(#{1,6})\s+(.*)$/;
/** A heading may be closed by the signs that open it. */
const HEADING_END = /(?<!#)#+$/;
const RULE = /^\s*([-*_])(\s*\1){2,}\s*$/;
const QUOTE = /^\s*>\s?/;
const BULLET = /^\s*[-*+]\s+/;
const NUMBER = /^\s*\d{1,9}[.)]\s+/;

/** Quotes within quotes beyond this are text: a note of nothing but ">" must not exhaust the stack of who reads it. */
const MAX_QUOTE_DEPTH = 8;

export function parseMarkdown(text: string): Block[] {
  return parseLines(text.replace(/\r\n?/g, "\n").split("\n"), 0);
}

/** The lines of a text, taken off from the top by what each block consists of. */
class LineReader {
  readonly #lines: readonly string[];
  #at = 0;

  constructor(lines: readonly string[]) {
    this.#lines = lines;
  }

  /** null at the end. */
  peek(): string | null {
    return this.#lines[this.#at] ?? null;
  }

  skip(): void {
    this.#at += 1;
  }

  takeWhile(fits: (line: string) => boolean): string[] {
    const from = this.#at;
    while (this.#at < this.#lines.length && fits(this.#lines[this.#at] ?? "")) this.#at += 1;
    return this.#lines.slice(from, this.#at);
  }
}

function parseLines(lines: readonly string[], quoteDepth: number): Block[] {
  const reader = new LineReader(lines);
  const blocks: Block[] = [];
  for (let line = reader.peek(); line !== null; line = reader.peek()) {
    if (line.trim() === "") reader.skip();
    else blocks.push(takeBlock(line, reader, quoteDepth));
  }
  return blocks;
}

/** Takes at least the line it starts with, so that every text comes to its end. */
function takeBlock(line: string, reader: LineReader, quoteDepth: number): Block {
  const heading = HEADING.exec(line);
  if (heading) {
    reader.skip();
    return {
      kind: "heading",
      level: heading[1]?.length ?? 1,
      children: parseInline((heading[2] ?? "").trimEnd().replace(HEADING_END, "").trimEnd()),
    };
  }
  if (FENCE.test(line)) return takeCode(reader);
  if (RULE.test(line)) {
    reader.skip();
    return { kind: "rule" };
  }
  if (QUOTE.test(line) && quoteDepth < MAX_QUOTE_DEPTH) {
    const quoted = reader.takeWhile((next) => QUOTE.test(next)).map((next) => next.replace(QUOTE, ""));
    return { kind: "quote", blocks: parseLines(quoted, quoteDepth + 1) };
  }
  if (BULLET.test(line)) return takeList(BULLET, false, reader);
  if (NUMBER.test(line)) return takeList(NUMBER, true, reader);
  reader.skip();
  return { kind: "paragraph", lines: [line, ...reader.takeWhile(isProse)].map(parseInline) };
}

/** A fence that is never closed holds the rest of the text. */
function takeCode(reader: LineReader): Block {
  reader.skip();
  const text = reader.takeWhile((next) => !FENCE.test(next)).join("\n");
  reader.skip();
  return { kind: "code", text };
}

function takeList(mark: RegExp, isOrdered: boolean, reader: LineReader): Block {
  const items = reader.takeWhile((next) => mark.test(next) && !RULE.test(next));
  return { kind: "list", isOrdered, items: items.map((item) => parseInline(item.replace(mark, ""))) };
}

function isProse(line: string): boolean {
  return line.trim() !== "" && ![FENCE, HEADING, RULE, QUOTE, BULLET, NUMBER].some((pattern) => pattern.test(line));
}

/** In this order: what is code is nothing else, a link's text is not searched for links. */
const INLINE =
  /`([^`]+)`|\[([^[\]]+)\]\(([^)\s]+)\)|(https?:\/\/[^\s<>()]+[^\s<>().,;:!?])|\*\*(.+?)\*\*|__(.+?)__|\*([^\s*][^*]*)\*|\b_([^\s_][^_]*)_\b/g;

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
