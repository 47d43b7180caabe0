/** The webhooks there are, and how each stands. */
import type { Webhook } from "../../../../../protocol/rest/webhooks.ts";
import { Badge } from "../../../components/badge.tsx";
import { type Column, Table } from "../../../components/table.tsx";
import { EVENT_WORDS, nameOf, standingOf } from "./webhook-words.ts";

export function WebhookTable(props: { webhooks: readonly Webhook[]; onOpen: (id: string) => void }) {
  const columns: readonly Column<Webhook>[] = [
    {
      title: "Webhook",
      cell: (webhook) => (
        <div class="min-w-0 py-1">
          <button
            type="button"
            class="max-w-full text-left font-medium wrap-anywhere hover:underline"
            onClick={() => props.onOpen(webhook.id)}
          >
            {nameOf(webhook)}
          </button>
          <div class="font-mono text-xs text-muted wrap-anywhere">{URL.parse(webhook.url)?.host}</div>
        </div>
      ),
    },
    {
      title: "Told of",
      from: "sm",
      cell: (webhook) => (
        <span class="text-muted" title={webhook.events.map((event) => EVENT_WORDS[event]).join("\n")}>
          {webhook.events.length === 1 ? "1 event" : `${webhook.events.length} events`}
        </span>
      ),
    },
    {
      title: "Waiting",
      from: "sm",
      cell: (webhook) => <span class="text-muted">{webhook.waiting}</span>,
    },
    {
      title: "State",
      class: "text-right",
      cell: (webhook) => <Badge tone={standingOf(webhook).tone}>{standingOf(webhook).label}</Badge>,
    },
  ];
  return <Table label="Webhooks" columns={columns} rows={props.webhooks} />;
}
