/** What a download is called, for any name: RFC 6266 with the plain form that old clients read and the exact one of RFC 8187. */

export function attachment(name: string): string {
  // Whatever is not plain would end or bend the quoted form.
  const plain = name.replace(/[^\x20-\x7e]|["\\%/]/g, "_") || "download";
  return `attachment; filename="${plain}"; filename*=UTF-8''${encode(name.replaceAll(/[/\\\0]/g, "_") || "download")}`;
}

/** RFC 8187 §3.2.1: what encodeURIComponent leaves is more than is allowed there. A lone half of a surrogate has no form. */
function encode(name: string): string {
  return encodeURIComponent(name.toWellFormed()).replace(
    /['()*]/g,
    (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
