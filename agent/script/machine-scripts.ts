/**
 * Scripts of runs on many machines: asked for by nobody who watches, answered over HTTP with the output as it comes. Each run
 * starts once; when the server loses sight of one, the script goes on to its end.
 */
import { MAX_RUN_OUTPUT_BYTES, RUN_TICK_MS } from "../../protocol/limits.ts";
import type { StreamRequest } from "../../protocol/messages/stream-request.ts";
import {
  MAX_SCRIPT_RUN_BODY_BYTES,
  type ScriptRunBody,
  type ScriptRunLine,
  scriptRunBody,
} from "../../protocol/script-run.ts";
import type { Clock } from "../clock.ts";
import type { Log } from "../log.ts";
import { type Bytes, createExchange, Refusal } from "../streams/exchange.ts";
import { gather } from "../streams/gather.ts";
import { carryOut, type OpenedStream } from "../streams/opened-stream.ts";
import { KeptOutput } from "./kept-output.ts";
import { runScript, type ScriptRun } from "./run-script.ts";

/** Runs that go on at once; more is a mistake of somebody's. */
const MAX_RUNNING = 16;
/** Runs that are remembered, so that none of them starts a second time. */
const MAX_REMEMBERED = 1_000;
/** Output that waits for the server before the script has to wait. */
const MAX_WAITING_BYTES = 256 * 1024;

type RunRequest = Extract<StreamRequest, { kind: "script_run" }>;

export interface MachineScripts {
  /** Permission has been checked. Resolves when it is answered. */
  answer(stream: OpenedStream): Promise<void>;
  /** None runs. */
  isIdle(): boolean;
  /** Ends what runs. */
  close(): void;
}

export function createMachineScripts({ clock, log }: { clock: Clock; log: Log }): MachineScripts {
  /** null: it is over. */
  const runs = new Map<string, ScriptRun | null>();

  function start(request: RunRequest, body: ScriptRunBody, technician: string): Bytes {
    const { run_id: id, shell, timeout_s, elevated } = request;
    log.info(`a script of ${technician} runs (${shell}${elevated ? ", as administrator" : ""})`);
    const output = new KeptOutput(MAX_RUN_OUTPUT_BYTES);
    const lines = createLines(clock);
    const script = runScript({ ...body, shell, timeoutMs: timeout_s * 1000, isElevated: elevated }, clock, {
      async output(stream, text) {
        const part = output.add(stream, text);
        if (part) await lines.say({ type: "output", stream, data: part.data });
      },
      ended({ exitCode, reason, message }) {
        runs.set(id, null);
        lines.end({ type: "end", exit_code: exitCode, reason, message, truncated: output.isTruncated });
      },
    });
    runs.set(id, script);
    forgetOldest();
    return lines.bytes;
  }

  /** @throws Refusal */
  function checkNew(id: string): void {
    if (runs.has(id)) {
      throw new Refusal("conflict", "this run was started before: it is not run again", { code: "already_run" });
    }
    if ([...runs.values()].filter((run) => run !== null).length >= MAX_RUNNING) {
      throw new Refusal("unavailable", `${MAX_RUNNING} scripts run on this machine already`, { code: "busy" });
    }
  }

  function forgetOldest(): void {
    for (const [id, run] of runs) {
      if (runs.size <= MAX_REMEMBERED) return;
      if (run === null) runs.delete(id);
    }
  }

  return {
    answer: ({ request, address, technician, ended }) =>
      carryOut(createExchange(address, ended), async (exchange) => {
        if (request.kind === "script_run") {
          checkNew(request.run_id);
          const body = await readBody(await exchange.takeBody());
          // Asked for twice while the first one's text was on its way.
          checkNew(request.run_id);
          await exchange.answer({}, start(request, body, technician));
        } else if (request.kind === "script_stop") {
          runs.get(request.run_id)?.stop();
          await exchange.answer({ known: runs.has(request.run_id) });
        } else {
          throw new Refusal("invalid_request", `${request.kind} is no matter of scripts`);
        }
      }).then(() => undefined),
    isIdle: () => [...runs.values()].every((run) => run === null),
    close() {
      for (const run of runs.values()) run?.stop();
    },
  };
}

/** The answer as it grows. What nobody takes any more is dropped, and the script does not wait for it. */
function createLines(clock: Clock) {
  const encoder = new TextEncoder();
  let controller: ReadableStreamDefaultController<Uint8Array<ArrayBuffer>> | null = null;
  let hasRoom = Promise.withResolvers<void>();
  let cancelTick = () => {};

  const bytes: Bytes = new ReadableStream<Uint8Array<ArrayBuffer>>(
    {
      start(own) {
        controller = own;
      },
      pull() {
        hasRoom.resolve();
      },
      cancel: lose,
    },
    { highWaterMark: MAX_WAITING_BYTES, size: (part) => part?.length ?? 0 },
  );

  function lose(): void {
    controller = null;
    cancelTick();
    hasRoom.resolve();
  }

  function put(line: ScriptRunLine): void {
    try {
      controller?.enqueue(encoder.encode(`${JSON.stringify(line)}\n`));
    } catch {
      // It was broken off in this very moment.
      lose();
    }
    cancelTick();
    if (controller) cancelTick = clock.after(RUN_TICK_MS, () => put({ type: "tick" }));
  }

  put({ type: "tick" });
  return {
    bytes,
    async say(line: ScriptRunLine): Promise<void> {
      put(line);
      if (!controller || (controller.desiredSize ?? 1) > 0) return;
      hasRoom = Promise.withResolvers();
      await hasRoom.promise;
    },
    end(line: ScriptRunLine): void {
      put(line);
      cancelTick();
      controller?.close();
      controller = null;
    },
  };
}

/** @throws Refusal */
async function readBody(bytes: Bytes): Promise<ScriptRunBody> {
  const tooLarge = () => new Refusal("payload_too_large", "the script is too long");
  const text = await gather(bytes, MAX_SCRIPT_RUN_BODY_BYTES, tooLarge);
  try {
    return scriptRunBody.parse(JSON.parse(text.toString()));
  } catch {
    throw new Refusal("invalid_request", "the script could not be understood");
  }
}
