import { describe, expect, test } from "bun:test";
import type { StreamAnswer } from "../../../protocol/messages/stream-request.ts";
import { ServiceFailure } from "../failures.ts";
import type { AgentCommand, AskedAgent, LiveConnections } from "../live.ts";
import { askAgent } from "./ask-agent.ts";
import { createStreamBroker } from "./stream-broker.ts";

const MACHINE = "m1";
const OF = { machineId: MACHINE, sessionId: "s1" };
const GOOD: StreamAnswer = { ok: true, facts: { size: 3 } };

function arrange(asked: AskedAgent = { kind: "asked", gone: new AbortController().signal }) {
  const streams = createStreamBroker();
  const commands: AgentCommand[] = [];
  const live = {
    askAgent(_machineId: string, command: AgentCommand) {
      commands.push(command);
      return asked;
    },
  } as unknown as LiveConnections;
  const asker = new AbortController();
  const ask = (body?: ReadableStream<Uint8Array<ArrayBuffer>>) =>
    askAgent(
      { live, streams },
      {
        sessionId: "s1",
        machineId: MACHINE,
        request: { kind: "file_list", path: "~", elevated: false },
        permissions: new Set(["files_read"]),
        technician: { name: "Ada", email: "ada@example.com" },
        signal: asker.signal,
        body,
      },
    );
  const idOf = () => commands[0]?.stream_id ?? "";
  return { streams, commands, ask, asker, idOf };
}

const codeOf = (asking: Promise<unknown>) =>
  asking.then(
    () => "answered",
    (failure) => (failure instanceof ServiceFailure ? `${failure.kind} ${failure.code}` : String(failure)),
  );

describe("a request to an agent", () => {
  test("is answered with its facts, and the agent hears when they were taken", async () => {
    const { streams, ask, idOf } = arrange();
    const asking = ask();
    const told = streams.answer(MACHINE, idOf(), { answer: GOOD, bytes: null, length: 0 });
    const reply = await asking;
    expect(reply.facts).toEqual({ size: 3 });
    expect(await told).toBe("taken");
  });

  test("is refused in the agent's words", async () => {
    const { streams, ask, idOf } = arrange();
    const asking = codeOf(ask());
    const answer: StreamAnswer = { ok: false, kind: "conflict", code: "already_exists", message: "it is there" };
    void streams.answer(MACHINE, idOf(), { answer, bytes: null, length: 0 });
    expect(await asking).toBe("conflict already_exists");
  });

  test.each([
    [{ kind: "offline" } as const, "conflict machine_offline"],
    [{ kind: "ended" } as const, "gone gone"],
    [{ kind: "waiting_consent" } as const, "conflict waiting_consent"],
    [{ kind: "unsupported" } as const, "conflict unsupported_agent"],
  ])("of an agent that is %j fails as %s", async (asked, code) => {
    expect(await codeOf(arrange(asked).ask())).toBe(code);
  });

  test("is given up when its session ends", async () => {
    const { streams, ask } = arrange();
    const asking = codeOf(ask());
    streams.endSession("s2");
    streams.endSession("s1");
    expect(await asking).toBe("gone gone");
  });

  test("is given up when whoever asked is gone, and the agent is told so", async () => {
    const { streams, ask, asker, idOf } = arrange();
    const asking = codeOf(ask());
    asker.abort();
    expect(await asking).toBe("gone gone");
    expect(streams.answer(MACHINE, idOf(), { answer: GOOD, bytes: null, length: 0 })).toBeNull();
  });
});

describe("a stream", () => {
  test("is used once, by its own machine only", async () => {
    const { streams, ask, idOf } = arrange();
    const bytes = new Blob(["abc"]).stream() as ReadableStream<Uint8Array<ArrayBuffer>>;
    const asking = ask(bytes);
    expect(streams.takeBody("m2", idOf())).toBeNull();
    expect(streams.answer("m2", idOf(), { answer: GOOD, bytes: null, length: 0 })).toBeNull();
    expect(streams.takeBody(MACHINE, idOf())).toBe(bytes);
    expect(streams.takeBody(MACHINE, idOf())).toBeNull();
    expect(streams.answer(MACHINE, idOf(), { answer: GOOD, bytes: null, length: 0 })).not.toBeNull();
    expect(streams.answer(MACHINE, idOf(), { answer: GOOD, bytes: null, length: 0 })).toBeNull();
    await asking;
  });

  test("more than a machine can have open are refused", () => {
    const streams = createStreamBroker();
    const all = Array.from({ length: 64 }, () => streams.open(OF));
    expect(() => streams.open(OF)).toThrow("busy");
    streams.open({ ...OF, machineId: "m2" });
    all[0]?.close();
    streams.open(OF);
  });
});
