import { expect, test } from "bun:test";
import { agentMessage } from "../../../protocol/messages/agent-to-relay.ts";
import { relayNotice } from "../../../protocol/messages/relay-to-viewer.ts";
import { readInbound } from "./inbound-message.ts";

test("knows every type of the contract", () => {
  for (const schema of [...agentMessage.options, ...relayNotice.options]) {
    const [type] = schema.shape.type.values;
    expect(readInbound(JSON.stringify({ type }))).toEqual({ type } as never);
  }
});

test("leaves alone what it does not know", () => {
  for (const text of ["", "{", "null", "7", "[]", "{}", '{"type":7}', '{"type":"new"}', '{"type":"toString"}']) {
    expect(readInbound(text)).toBeNull();
  }
});
