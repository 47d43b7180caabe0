/**
 * This computer's clipboard as the browser lets a page have it: written while the page has the focus, read where the
 * person has allowed it, and over plain http hardly at all.
 */
import { copyText } from "../../components/copy-text.ts";

export type Content = { kind: "text"; text: string } | { kind: "image"; png: Blob };

const PNG = "image/png";

/** Reading asks nobody: the person has allowed it for good. */
export async function mayReadUnasked(): Promise<boolean> {
  if (!navigator.clipboard || !("permissions" in navigator)) return false;
  try {
    // Only Chromium knows the name; elsewhere to read shows a button of the browser's own.
    const permission = await navigator.permissions.query({ name: "clipboard-read" as PermissionName });
    return permission.state === "granted";
  } catch {
    return false;
  }
}

export async function readText(): Promise<string> {
  if (!navigator.clipboard?.readText) throw new Error(INSECURE);
  return await navigator.clipboard.readText();
}

/** @returns null when there is nothing that can be sent. @throws Error where the browser refuses */
export async function readContent(): Promise<Content | null> {
  if (!navigator.clipboard?.read) {
    const text = await readText();
    return text === "" ? null : { kind: "text", text };
  }
  const items = await navigator.clipboard.read();
  for (const item of items) {
    if (!item.types.includes("text/plain")) continue;
    const text = await (await item.getType("text/plain")).text();
    if (text !== "") return { kind: "text", text };
  }
  const picture = items.find((item) => item.types.includes(PNG));
  return picture ? { kind: "image", png: await picture.getType(PNG) } : null;
}

/** @throws Error where the browser refuses: the page has no focus, or a person must click first */
export async function writeContent(content: Content): Promise<void> {
  if (content.kind === "text") {
    if (!document.hasFocus()) throw new Error("the page has no focus");
    await copyText(content.text);
    return;
  }
  if (!navigator.clipboard?.write || typeof ClipboardItem === "undefined") throw new Error(INSECURE);
  await navigator.clipboard.write([new ClipboardItem({ [PNG]: content.png })]);
}

const INSECURE = "Over plain http the browser keeps its clipboard to itself. Open RemoteLink by https.";

/** What a paste brings; pictures of other kinds are made PNG. null: nothing that can be sent. */
export async function contentOfPaste(data: PastedData): Promise<Content | null> {
  if (data.text !== "") return { kind: "text", text: data.text };
  if (!data.picture) return null;
  return { kind: "image", png: data.picture.type === PNG ? data.picture : await asPng(data.picture) };
}

export type PastedData = { text: string; picture: File | null };

/** Taken at once: after the event its data is gone. */
export function takePasted(event: ClipboardEvent): PastedData {
  const files = [...(event.clipboardData?.files ?? [])];
  return {
    text: event.clipboardData?.getData("text/plain") ?? "",
    picture: files.find(({ type }) => type.startsWith("image/")) ?? null,
  };
}

async function asPng(picture: Blob): Promise<Blob> {
  const bitmap = await createImageBitmap(picture);
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
  canvas.getContext("2d")?.drawImage(bitmap, 0, 0);
  bitmap.close();
  return canvas.convertToBlob({ type: PNG });
}
