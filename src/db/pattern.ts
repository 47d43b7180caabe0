/** Text as a pattern for `like`: anywhere in it, nothing of it standing for anything else. */
export function containing(text: string): string {
  return `%${literal(text)}%`;
}

export function beginningWith(text: string): string {
  return `${literal(text)}%`;
}

function literal(text: string): string {
  return text.replace(/[\\%_]/g, "\\$&");
}
