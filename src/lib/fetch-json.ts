/** JSON from another server: in time, of a bounded size, from where it was asked and nowhere else. */
const DEADLINE_MS = 10_000;
const MAX_BYTES = 256 * 1024;

export class FetchFailure extends Error {
  override readonly name = "FetchFailure";
}

/** @throws FetchFailure, with the address's host and what is wrong */
export async function fetchJson(url: string, init: RequestInit = {}): Promise<unknown> {
  const { host } = new URL(url);
  try {
    // A redirect could lead where its address was never checked.
    const response = await fetch(url, { ...init, redirect: "error", signal: AbortSignal.timeout(DEADLINE_MS) });
    const text = await readBounded(response);
    if (!response.ok) throw new FetchFailure(`${host} answered ${response.status}`);
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof FetchFailure) throw error;
    if (error instanceof SyntaxError) throw new FetchFailure(`${host} did not answer with JSON`);
    throw new FetchFailure(`${host} cannot be reached (${error instanceof Error ? error.message : error})`);
  }
}

async function readBounded(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength;
    if (size > MAX_BYTES) throw new FetchFailure(`the answer has more than ${MAX_BYTES} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}
