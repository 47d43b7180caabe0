import { describe, expect, test } from "bun:test";
import { type Block, type Inline, parseInline, parseMarkdown } from "./markdown.ts";

const paragraph = (...lines: Inline[][]): Block => ({ kind: "paragraph", lines });
const text = (value: string): Inline => ({ kind: "text", text: value });

describe("blocks", () => {
  test("are told apart by empty lines, and keep the line breaks inside", () => {
    expect(parseMarkdown("one\ntwo\r\n\r\nthree")).toEqual([
      paragraph([text("one")], [text("two")]),
      paragraph([text("three")]),
    ]);
  });

  test("are headings, with or without closing signs", () => {
    expect(parseMarkdown("## Web server ##")).toEqual([{ kind: "heading", level: 2, children: [text("Web server")] }]);
    expect(parseMarkdown("#nothing")).toEqual([paragraph([text("#nothing")])]);
  });

  test("are lists, a rule among them ending one", () => {
    expect(parseMarkdown("- a\n- b\n---\n1. c")).toEqual([
      { kind: "list", isOrdered: false, items: [[text("a")], [text("b")]] },
      { kind: "rule" },
      { kind: "list", isOrdered: true, items: [[text("c")]] },
    ]);
  });

  test("are quotes with blocks of their own", () => {
    expect(parseMarkdown("> # a\n> b")).toEqual([
      {
        kind: "quote",
        blocks: [{ kind: "heading", level: 1, children: [text("a")] }, paragraph([text("b")])],
      },
    ]);
  });

  test("are code, in which nothing else is anything; to the end where the fence stays open", () => {
    expect(parseMarkdown("```sh\n# *x*\n\n- y\n```\nz")).toEqual([
      { kind: "code", text: "# *x*\n\n- y" },
      paragraph([text("z")]),
    ]);
    expect(parseMarkdown("```\nopen")).toEqual([{ kind: "code", text: "open" }]);
  });
});

describe("inside a line", () => {
  test("emphasis, code and addresses are found", () => {
    expect(parseInline("a **b** *c* `d` https://x.example/y.")).toEqual([
      text("a "),
      { kind: "strong", children: [text("b")] },
      text(" "),
      { kind: "emphasis", children: [text("c")] },
      text(" "),
      { kind: "code", text: "d" },
      text(" "),
      { kind: "link", href: "https://x.example/y", text: "https://x.example/y" },
      text("."),
    ]);
  });

  test("underscores within words are what they are", () => {
    expect(parseInline("my_file_name")).toEqual([text("my_file_name")]);
  });
});

describe("hostile notes", () => {
  test("stay text where they look like markup", () => {
    const hostile = '<img src=x onerror="alert(1)"><script>alert(1)</script>';
    expect(parseMarkdown(hostile)).toEqual([paragraph([text(hostile)])]);
  });

  test("make no link that runs", () => {
    for (const target of [
      "javascript:alert(1)",
      "JaVaScRiPt:alert(1)",
      "data:text/html,x",
      "vbscript:x",
      "//evil.example",
    ]) {
      const parts = parseInline(`[x](${target})`);
      expect(parts.map((part) => (part.kind === "text" ? part.text : part.kind)).join("")).toBe(`[x](${target})`);
    }
  });

  test("link by http, https and mailto only", () => {
    for (const target of ["http://a.example", "https://a.example", "mailto:a@a.example"]) {
      expect(parseInline(`[x](${target})`)).toEqual([{ kind: "link", href: target, text: "x" }]);
    }
  });

  test("nest no deeper than a reader's stack allows", () => {
    let depth = 0;
    for (let blocks = parseMarkdown(">".repeat(20_000)); blocks[0]?.kind === "quote"; blocks = blocks[0].blocks)
      depth++;
    expect(depth).toBe(8);
  });

  test("keep all of their text, whatever signs they repeat", () => {
    for (const sign of ["#", "*", "_", "[", "`", "> ", "- ", "[a](", "**a", "~"]) {
      const source = `x${sign.repeat(6_000)}x`;
      expect(JSON.stringify(parseMarkdown(source)).length).toBeGreaterThan(6_000);
    }
  });
});
