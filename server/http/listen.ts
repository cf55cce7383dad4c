import { createServer, IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { fail, ok, type Fault, type Result } from '#core/units';
import { cameBy } from './body.ts';
import { keepDoor, type EndReason } from './connections.ts';

/** Longest a sender may take for its headers, ms: a sender slower than this holds a connection for nothing. */
const HEADERS_TIMEOUT_MS = 10_000;
/** Longest for headers and body together: 64 KiB over a bad mobile line. */
const REQUEST_TIMEOUT_MS = 30_000;
/** How often both are looked at, ms: what a slow sender may overstay. Node's own 30 s would triple the first. */
const TIMEOUT_CHECK_MS = 2_000;
/** Longest silence on a connection, ms: a reader that takes nothing of its answer. Above the 60 s that a job of reports may take. */
const SILENCE_MS = 120_000;
/**
 * Longest between an answer and the next request of a connection, ms: longer than proxies keep one for another shopper's
 * request (Caddy two minutes, nginx one), for what they send on a connection that was just closed is lost, and a report with it.
 */
const KEPT_MS = 130_000;
/** Bytes of headers; ours need under 1 kB. */
const MAX_HEADER_BYTES = 16_384;

/** A listening server. */
export interface Listening {
  readonly port: number;
  /** Stops taking connections, lets answers in flight end, then resolves. */
  close(): Promise<void>;
}

/** What Node says of bytes that never became a request, as a reason, a status line and a problem. */
function unreadable(code: string | undefined): { readonly reason: EndReason; readonly status: number; readonly title: string } {
  if (code === 'HPE_HEADER_OVERFLOW') return { reason: 'headers-too-large', status: 431, title: 'Request Header Fields Too Large' };
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return { reason: 'too-slow', status: 408, title: 'Request Timeout' };
  return { reason: code === 'ECONNRESET' || code === 'EPIPE' ? 'reset' : 'not-http', status: 400, title: 'Bad Request' };
}

function answerRaw(socket: Socket, { status, title }: ReturnType<typeof unreadable>): void {
  const body = JSON.stringify({ type: 'about:blank', title, status, detail: 'What arrived is no complete HTTP request' });
  // Destroyed once it is flushed: a sender that neither reads nor hangs up would keep a half-closed socket.
  socket.end(`HTTP/1.1 ${status} ${title}\r\nconnection: close\r\ncontent-type: application/problem+json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`, () => socket.destroySoon());
}

function guard(server: Server, onEnd: (reason: EndReason) => void): void {
  server.headersTimeout = HEADERS_TIMEOUT_MS;
  server.requestTimeout = REQUEST_TIMEOUT_MS;
  server.timeout = SILENCE_MS;
  server.keepAliveTimeout = KEPT_MS;
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Socket) => {
    const fault = unreadable(error.code);
    onEnd(fault.reason);
    if (fault.reason === 'reset' || !socket.writable) socket.destroy();
    else answerRaw(socket, fault);
  });
}

/**
 * Listens on `host`:`port` (0 picks a free port) and answers with `fetch`.
 *
 * @param options.onEnd - called for each connection that is let go before its request was answered, with why
 * @returns the fault `port-busy` names the port; which option chooses another, the caller knows
 */
export function listen(options: {
  readonly fetch: (request: Request) => Response | Promise<Response>;
  readonly host: string;
  readonly port: number;
  readonly onEnd?: (reason: EndReason) => void;
}): Promise<Result<Listening, Fault<'port-busy' | 'cannot-listen'>>> {
  const answer = getRequestListener((request, { incoming }) => {
    if (incoming instanceof IncomingMessage) cameBy(request, incoming);
    return options.fetch(request);
  }, { overrideGlobalObjects: false });
  const onEnd = options.onEnd ?? (() => undefined);
  const server = createServer({ maxHeaderSize: MAX_HEADER_BYTES, connectionsCheckingInterval: TIMEOUT_CHECK_MS });
  const door = keepDoor(server, onEnd);
  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    try {
      await answer(request, response);
      door.answered(response);
    } catch {
      response.destroy(); // an answer that cannot be written is the sender's loss alone: a rejection nobody takes would end the process
    }
  };
  server.on('request', (request, response) => {
    if (door.admit(request, response)) void serve(request, response);
  });
  guard(server, onEnd);
  return new Promise((resolve) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve(fail('port-busy', `Port ${options.port} is busy, another program listens there`));
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
