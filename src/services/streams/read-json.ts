/** The answer of an agent that is JSON in its bytes: read whole, up to a bound, and checked. */
import type { z } from "zod";
import { ServiceFailure } from "../failures.ts";
import type { Bytes } from "./stream-broker.ts";

/** Fifty thousand names of a folder. */
const MAX_JSON_BYTES = 24 * 1024 * 1024;

/** @throws ServiceFailure (`unavailable`) for what is too long, broken off, or of another form */
export async function readJson<Shape>(bytes: Bytes | null, schema: z.ZodType<Shape>): Promise<Shape> {
  const parts: Uint8Array[] = [];
  let length = 0;
  try {
    // Left by a throw, the stream is cancelled, and the agent told.
    for await (const part of bytes ?? []) {
      length += part.length;
      if (length > MAX_JSON_BYTES) throw new Error("too long");
      parts.push(part);
    }
    return schema.parse(JSON.parse(Buffer.concat(parts).toString()));
  } catch {
    throw misunderstood();
  }
}

/** Facts of an answer. @throws ServiceFailure (`unavailable`) */
export function readFacts<Shape>(facts: Record<string, unknown>, schema: z.ZodType<Shape>): Shape {
  const read = schema.safeParse(facts);
  if (!read.success) throw misunderstood();
  return read.data;
}

function misunderstood(): ServiceFailure {
  return new ServiceFailure("unavailable", "the machine's answer could not be understood: update its agent", {
    code: "agent_answer",
    retryAfterS: 2,
  });
}
