/** The socket of an agent, for as long as a machine is to be online. */

/** @returns takes it offline again. @throws Error where it is refused */
export async function connectAgentSocket(url: string, headers: Record<string, string>): Promise<() => Promise<void>> {
  // Bun's own option, which the types of the web do not know.
  const socket = new WebSocket(`${url.replace("http", "ws")}/ws/agent`, { headers } as unknown as string[]);
  const closed = new Promise<void>((resolve) => socket.addEventListener("close", () => resolve()));
  await new Promise<void>((resolve, reject) => {
    socket.addEventListener("open", () => resolve());
    socket.addEventListener("close", ({ code }) => reject(new Error(`the agent was refused with ${code}`)));
  });
  return async () => {
    socket.close();
    await closed;
  };
}
