import { createServer, type Server } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { afterEach, expect, test, vi } from 'vitest';
import { keepDoor, type EndReason } from '../../../../server/http/connections.ts';

let server: Server | undefined;
const sockets: Socket[] = [];
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.destroy();
  server?.close();
});

/** A server that keeps three connections and never answers `/wait`. */
async function aServer(): Promise<{ readonly port: number; readonly ended: readonly EndReason[]; readonly admitted: (count: number) => Promise<void> }> {
  const ended: EndReason[] = [];
  let requests = 0;
  const running = createServer();
  server = running;
  const door = keepDoor(running, (reason) => void ended.push(reason), 3);
  running.on('request', (request, response) => {
    if (door.admit(request, response) && request.url !== '/wait') response.end('ok');
    requests += 1;
  });
  const admitted = (count: number): Promise<void> => vi.waitFor(() => expect(requests).toBeGreaterThanOrEqual(count), { timeout: 50_000 });
  await new Promise<void>((resolve) => running.listen(0, '127.0.0.1', resolve));
  return { port: (running.address() as AddressInfo).port, ended, admitted };
}

/** A connection that has sent `bytes`; `gone` resolves when the server let go of it, `answer` when something came back. */
async function aConnection(port: number, bytes: string): Promise<{ readonly gone: Promise<void>; readonly answer: Promise<string>; readonly isOpen: () => boolean }> {
  const socket = connect(port, '127.0.0.1');
  sockets.push(socket);
  socket.on('error', () => undefined); // being let go of is what is looked for
  const gone = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  const answer = new Promise<string>((resolve) => socket.once('data', (chunk) => resolve(String(chunk))));
  await new Promise<void>((resolve) => socket.once('connect', () => socket.write(bytes || '\r\n', () => resolve())));
  return { gone, answer, isOpen: () => !socket.destroyed };
}

const GET = 'GET / HTTP/1.1\r\nhost: x\r\n\r\n';
const WAITING = 'GET /wait HTTP/1.1\r\nhost: x\r\n\r\n';
const SENDING = 'POST /wait HTTP/1.1\r\nhost: x\r\ncontent-length: 9\r\n\r\nhalf';

test('past its limit a server lets go of the connection that is idle longest, and hears the newcomer', async () => {
  const { port, ended } = await aServer();
  const [first, second] = [await aConnection(port, ''), await aConnection(port, '')];
  const third = await aConnection(port, '');
  const newcomer = await aConnection(port, GET);
  expect(await newcomer.answer).toMatch(/^HTTP\/1\.1 200 /);
  await first.gone;
  expect([second.isOpen(), third.isOpen()]).toEqual([true, true]);
  expect(ended).toEqual(['crowded-out']);
});

test('where none is idle, one that still sends goes before one that waits for its answer', async () => {
  const { port, ended, admitted } = await aServer();
  const waiting = await aConnection(port, WAITING);
  await admitted(1);
  const sending = await aConnection(port, SENDING);
  await admitted(2);
  const alsoWaiting = await aConnection(port, WAITING);
  await admitted(3);
  const newcomer = await aConnection(port, GET);
  expect(await newcomer.answer).toMatch(/^HTTP\/1\.1 200 /);
  await sending.gone;
  expect([waiting.isOpen(), alsoWaiting.isOpen()]).toEqual([true, true]);
  expect(ended).toEqual(['crowded-out']);
});
