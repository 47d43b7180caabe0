/** One writer for each part at a time. Whoever comes later takes over: the connection before it was lost without our knowing. */

export type Turn = {
  /** Aborts when somebody else wants to write. */
  signal: AbortSignal;
  end(): void;
};

const writers = new Map<string, { leave: AbortController; left: Promise<void> }>();

/** Resolves when the one before has let go. */
export async function takeTurn(key: string): Promise<Turn> {
  for (let before = writers.get(key); before; before = writers.get(key)) {
    before.leave.abort(new Error("the upload goes on over another connection"));
    await before.left;
  }
  const leave = new AbortController();
  const { promise: left, resolve } = Promise.withResolvers<void>();
  writers.set(key, { leave, left });
  return {
    signal: leave.signal,
    end() {
      writers.delete(key);
      resolve();
    },
  };
}
