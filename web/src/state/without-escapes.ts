/** Text that was meant for a terminal, without what only a terminal understands: colours, cursor moves, titles. */

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for (ECMA-48 §5.4, §5.6)
const ESCAPES = /\x1b(?:\[[0-?]*[ -/]*[@-~]|[\]PX^_][^\x07\x1b]*(?:\x07|\x1b\\)?|[ -/]*[0-~])/g;
// biome-ignore lint/suspicious/noControlCharactersInRegex: as above; tab and line feed stay
const CONTROLS = /[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]/g;

export function withoutEscapes(text: string): string {
  const lines = text.replace(ESCAPES, "").replaceAll("\r\n", "\n").split("\n");
  // What a carriage return went back over was to be seen only until then: progress bars.
  return lines.map((line) => line.slice(line.lastIndexOf("\r", line.length - 2) + 1).replace(CONTROLS, "")).join("\n");
}
