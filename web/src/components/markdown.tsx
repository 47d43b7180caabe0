/** Notes in Markdown, as elements and text nodes: nothing in a note becomes markup of its own. */
import { createMemo, For, Match, Show, Switch } from "solid-js";
import { Dynamic } from "solid-js/web";
import { type Block, type Inline, parseMarkdown } from "../state/markdown.ts";

export function Markdown(props: { text: string }) {
  const blocks = createMemo(() => parseMarkdown(props.text));
  return (
    <div class="flex flex-col gap-3 text-sm break-words">
      <Blocks blocks={blocks()} />
    </div>
  );
}

function Blocks(props: { blocks: Block[] }) {
  return <For each={props.blocks}>{(block) => <OneBlock block={block} />}</For>;
}

function OneBlock(props: { block: Block }) {
  const of = <Kind extends Block["kind"]>(kind: Kind) =>
    props.block.kind === kind ? (props.block as Extract<Block, { kind: Kind }>) : undefined;
  return (
    <Switch>
      <Match when={of("paragraph")}>
        {(paragraph) => (
          <p>
            <For each={paragraph().lines}>
              {(line, index) => (
                <>
                  <Show when={index() > 0}>
                    <br />
                  </Show>
                  <Inlines children={line} />
                </>
              )}
            </For>
          </p>
        )}
      </Match>
      <Match when={of("heading")}>
        {(heading) => (
          // The page's own headings come first: a note's begin below them.
          <Dynamic component={heading().level > 2 ? "h4" : "h3"} class="font-semibold">
            <Inlines children={heading().children} />
          </Dynamic>
        )}
      </Match>
      <Match when={of("list")}>
        {(list) => (
          <Dynamic
            component={list().isOrdered ? "ol" : "ul"}
            class={`flex flex-col gap-1 pl-5 ${list().isOrdered ? "list-decimal" : "list-disc"}`}
          >
            <For each={list().items}>
              {(item) => (
                <li>
                  <Inlines children={item} />
                </li>
              )}
            </For>
          </Dynamic>
        )}
      </Match>
      <Match when={of("quote")}>
        {(quote) => (
          <blockquote class="flex flex-col gap-3 border-l-2 border-line pl-3 text-muted">
            <Blocks blocks={quote().blocks} />
          </blockquote>
        )}
      </Match>
      <Match when={of("code")}>
        {(code) => (
          // In the tab order, because what scrolls must be reachable by keyboard.
          <pre class="overflow-x-auto rounded-md bg-sunken p-3 font-mono text-xs" tabindex="0">
            {code().text}
          </pre>
        )}
      </Match>
      <Match when={of("rule")}>
        <hr class="border-line" />
      </Match>
    </Switch>
  );
}

function Inlines(props: { children: Inline[] }) {
  return <For each={props.children}>{renderInline}</For>;
}

function renderInline(inline: Inline) {
  switch (inline.kind) {
    case "text":
      return inline.text;
    case "code":
      return <code class="rounded-sm bg-sunken px-1 py-0.5 font-mono text-xs">{inline.text}</code>;
    case "strong":
      return (
        <strong class="font-semibold">
          <Inlines children={inline.children} />
        </strong>
      );
    case "emphasis":
      return (
        <em>
          <Inlines children={inline.children} />
        </em>
      );
    case "link":
      return (
        <a href={inline.href} target="_blank" rel="noopener noreferrer" class="text-accent-text underline">
          {inline.text}
        </a>
      );
  }
}
