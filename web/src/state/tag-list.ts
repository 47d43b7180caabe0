/** What is typed into a field of tags, as a list without doubles. */
import { MAX_TAG_LENGTH, MAX_TAGS } from "../../../protocol/limits.ts";

/** Adds what `text` names, separated by commas or semicolons; a tag that is there already, in whatever case, is not added again. */
export function addTags(tags: readonly string[], text: string): string[] {
  const result = [...tags];
  for (const part of text.split(/[,;]/)) {
    const tag = part.trim().slice(0, MAX_TAG_LENGTH);
    const isKnown = result.some((other) => other.toLowerCase() === tag.toLowerCase());
    if (tag !== "" && !isKnown && result.length < MAX_TAGS) result.push(tag);
  }
  return result;
}
