/** The yardstick, as a process of its own: a file up and down through nothing but `Bun.serve`. Its argument is a folder. */
import { join } from "node:path";

const folder = process.argv[2];
if (!folder) throw new Error("bun bench/files/plain-server.ts FOLDER");
const server = Bun.serve({
  port: 0,
  hostname: "127.0.0.1",
  maxRequestBodySize: Number.MAX_SAFE_INTEGER,
  async fetch(request) {
    const path = join(folder, new URL(request.url).pathname.slice(1));
    if (request.method !== "PUT") return new Response(Bun.file(path));
    const writer = Bun.file(path).writer({ highWaterMark: 4 * 1024 * 1024 });
    for await (const chunk of request.body ?? []) {
      writer.write(chunk);
      await writer.flush();
    }
    await writer.end();
    return new Response("there");
  },
});
console.log(`listening at ${server.url}`);
