import { createServer, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { fail, ok, type Fault, type Result } from '#core/units';

/** Longest a sender may take for its headers, ms: a sender slower than this holds a connection for nothing. */
const HEADERS_TIMEOUT_MS = 10_000;
/** Longest for headers and body together: 64 KiB over a bad mobile line. */
const REQUEST_TIMEOUT_MS = 30_000;
/** Bytes of headers; ours need under 1 kB. */
const MAX_HEADER_BYTES = 16_384;
/** Connections one process keeps open; each costs about 20 kB. */
const MAX_CONNECTIONS = 4_096;

/** A listening server. */
export interface Listening {
  readonly port: number;
  /** Stops taking connections, lets answers in flight end, then resolves. */
  close(): Promise<void>;
}

/** What Node says of bytes that never became a request, as a status line and a problem. */
function unreadable(code: string | undefined): { readonly status: number; readonly title: string } {
  if (code === 'HPE_HEADER_OVERFLOW') return { status: 431, title: 'Request Header Fields Too Large' };
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return { status: 408, title: 'Request Timeout' };
  return { status: 400, title: 'Bad Request' };
}

function answerRaw(socket: Socket, { status, title }: ReturnType<typeof unreadable>): void {
  if (!socket.writable) return;
  const body = JSON.stringify({ type: 'about:blank', title, status, detail: 'What arrived is no complete HTTP request' });
  socket.end(`HTTP/1.1 ${status} ${title}\r\nconnection: close\r\ncontent-type: application/problem+json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
}

function guard(server: Server, onMalformed: () => void): void {
  server.headersTimeout = HEADERS_TIMEOUT_MS;
  server.requestTimeout = REQUEST_TIMEOUT_MS;
  server.maxConnections = MAX_CONNECTIONS;
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Socket) => {
    onMalformed();
    if (error.code === 'ECONNRESET') socket.destroy();
    else answerRaw(socket, unreadable(error.code));
  });
}

/**
 * Listens on `host`:`port` (0 picks a free port) and answers with `fetch`.
 *
 * @param options.onMalformed - called for bytes that are not HTTP, so that they are counted
 * @returns the fault `port-busy` names the port and what to do
 */
export function listen(options: {
  readonly fetch: (request: Request) => Response | Promise<Response>;
  readonly host: string;
  readonly port: number;
  readonly onMalformed?: () => void;
}): Promise<Result<Listening, Fault<'port-busy' | 'cannot-listen'>>> {
  const answer = getRequestListener((request) => options.fetch(request), { overrideGlobalObjects: false });
  const server = createServer({ maxHeaderSize: MAX_HEADER_BYTES }, (request, response) => void answer(request, response));
  guard(server, options.onMalformed ?? (() => undefined));
  return new Promise((resolve) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve(fail('port-busy', `Port ${options.port} is busy: another program listens there. Stop it or choose other ports with PORT=n`));
      else resolve(fail('cannot-listen', `Cannot listen on ${options.host}:${options.port}: ${error.message}`));
    });
    server.listen(options.port, options.host, () => {
      const { port } = server.address() as AddressInfo;
      resolve(ok({ port, close: () => closeServer(server) }));
    });
  });
}

/** Longest that answers in flight may take after the server is told to close, ms. */
const CLOSE_GRACE_MS = 2_000;

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const impatient = setTimeout(() => server.closeAllConnections(), CLOSE_GRACE_MS);
    server.close(() => {
      clearTimeout(impatient);
      resolve();
    });
    server.closeIdleConnections();
  });
}
