/** A network between both ends and a server on loopback, that can lose everything for a while and lead to another server. */
import { createServer, type Socket, connect as tcpConnect } from "node:net";

export type LossyProxy = {
  port: number;
  /** "http://127.0.0.1:40123" */
  url: string;
  /** From now on nothing arrives at either end, and no connection is told of it. */
  loseEverything(): void;
  /** What both ends have kept for sending again comes through, in order. */
  recover(): void;
  /** New connections go there; those of before stay. */
  leadTo(port: number): void;
  stop(): Promise<void>;
};

export async function startLossyProxy(serverPort: number): Promise<LossyProxy> {
  let target = serverPort;
  let isLosing = false;
  const sockets = new Set<Socket>();
  const waiting: (() => void)[] = [];

  function keep(socket: Socket): void {
    sockets.add(socket);
    if (isLosing) socket.pause();
    socket.on("close", () => sockets.delete(socket));
    // A reset is an end like any other: both halves close.
    socket.on("error", () => socket.destroy());
  }

  function join(near: Socket): void {
    const far = tcpConnect(target, "127.0.0.1");
    keep(far);
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      from.on("data", (bytes) => {
        if (!to.write(bytes)) from.pause();
      });
      to.on("drain", () => {
        if (!isLosing) from.resume();
      });
      from.on("end", () => to.end());
      from.on("close", () => to.destroy());
    }
  }

  const server = createServer({ pauseOnConnect: true }, (near) => {
    keep(near);
    const admit = (): void => {
      if (near.destroyed) return;
      join(near);
      near.resume();
    };
    if (isLosing) waiting.push(admit);
    else admit();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error(`no TCP port: ${address}`);
  return {
    port: address.port,
    url: `http://127.0.0.1:${address.port}`,
    loseEverything() {
      isLosing = true;
      for (const socket of sockets) socket.pause();
    },
    recover() {
      isLosing = false;
      for (const socket of sockets) socket.resume();
      for (const admit of waiting.splice(0)) admit();
    },
    leadTo(port) {
      target = port;
    },
    async stop() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
