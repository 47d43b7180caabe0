/**
 * What a session can do besides pictures and input. Each feature is a room of its own that is handed what it needs, and
 * takes the viewers' messages of its own types; a new one is one more line in the list.
 */
import { createChatFeature } from "./chat/chat-feature.ts";
import { createClipboardFeature } from "./clipboard/clipboard-feature.ts";
import { createFileFeature } from "./files/file-feature.ts";
import { createPlainFileFeature } from "./files/plain-file-feature.ts";
import { createScriptFeature } from "./script/script-feature.ts";
import type { FeatureContext, SessionFeature } from "./session-feature.ts";
import { createTerminalFeature } from "./terminal/terminal-feature.ts";

const FEATURES: readonly ((context: FeatureContext) => SessionFeature)[] = [
  createChatFeature,
  createClipboardFeature,
  createFileFeature,
  createPlainFileFeature,
  createScriptFeature,
  createTerminalFeature,
];

export function createSessionFeatures(context: FeatureContext): readonly SessionFeature[] {
  return FEATURES.map((create) => create(context));
}
