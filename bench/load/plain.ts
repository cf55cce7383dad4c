import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Name of this program in the bench bundle: it runs as a process of its own, so that its time is its own. */
export const PLAIN_PROGRAM = 'plain-sum';

/**
 * The least a server could do: reads `length` 32-bit integers, adds them to a sum in memory, answers 201. No proof, no seal,
 * no second server, nothing durable.
 */
export async function runPlain([length = '']: readonly string[], out: NodeJS.WritableStream): Promise<number> {
  const sum = new Uint32Array(Number(length));
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const body = Buffer.concat(parts);
      const view = new DataView(body.buffer, body.byteOffset, body.length);
      for (let i = 0; i < sum.length; i++) sum[i] = (sum[i] ?? 0) + view.getUint32(4 * i, true);
      response.writeHead(201).end();
    });
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', () => resolve()));
  out.write(`${(server.address() as AddressInfo).port}\n`);
  await new Promise<void>((resolve) => void process.stdin.once('end', resolve).resume());
  server.closeAllConnections();
  await new Promise<void>((resolve) => void server.close(() => resolve()));
  return 0;
}
