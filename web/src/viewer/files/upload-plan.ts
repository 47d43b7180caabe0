/** How what was dropped is sent: what is large as a file of its own, what is small many in one request. */

/** `path`: below the target folder, with `/` between names. */
export type SourceFile = { file: File; path: string };

export type Step = { kind: "file"; source: SourceFile } | { kind: "batch"; sources: SourceFile[] };

/** Larger files go alone: they can be gone on with, and are proved by their hash. */
const SMALL_BYTES = 1024 * 1024;
const BATCH_BYTES = 16 * 1024 * 1024;
const BATCH_FILES = 500;
/** Fewer than this are not worth a batch. */
const MIN_BATCH_FILES = 4;

export function planUpload(sources: readonly SourceFile[]): Step[] {
  const small = sources.filter(({ file }) => file.size <= SMALL_BYTES);
  if (small.length < MIN_BATCH_FILES) return sources.map((source) => ({ kind: "file", source }));
  const steps: Step[] = [];
  let batch: SourceFile[] = [];
  let bytes = 0;
  const close = () => {
    if (batch.length > 0) steps.push({ kind: "batch", sources: batch });
    batch = [];
    bytes = 0;
  };
  for (const source of small) {
    if (batch.length >= BATCH_FILES || bytes + source.file.size > BATCH_BYTES) close();
    batch.push(source);
    bytes += source.file.size;
  }
  close();
  const large = sources.filter(({ file }) => file.size > SMALL_BYTES);
  return [...steps, ...large.map((source): Step => ({ kind: "file", source }))];
}

/** The same file again has the same name here, so that its upload is gone on with; another one does not. */
export function uploadIdOf({ file, path }: SourceFile): string {
  return `${path}:${file.size}:${file.lastModified}`.slice(-200);
}
