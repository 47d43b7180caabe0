/** A link as a shaped link plays it. */
export type LinkProfile = {
  /** Each way. */
  bytesPerS: number;
  roundTripMs: number;
};
