import { Agent, request, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { problemKindOf } from '#core/protocol';

/** One message to one server. */
export interface Message {
  readonly to: 'leader' | 'helper';
  readonly method: string;
  readonly path: string;
  readonly body?: Uint8Array;
  readonly headers?: Readonly<Record<string, string>>;
  /** Whether it has a connection of its own: the server closes it before all was sent, and nothing else shall come to harm. */
  readonly isAlone?: boolean;
  /** Bytes for a connection of their own, in place of a request. */
  readonly raw?: string;
}

/** What came back: the kind of a problem, `status-404` and the like for another refusal, the status of a success, or `no answer`. */
export type Outcome = string;

/** Sends messages over connections that stay open. */
export interface Sender {
  send(message: Message): Promise<Outcome>;
  close(): void;
}

/** Connections to one server at a time. */
const CONNECTIONS = 24;

function outcomeOf(response: IncomingMessage): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    response.on('data', (chunk: Buffer) => void chunks.push(chunk));
    response.on('error', reject);
    response.on('end', () => {
      const isProblem = response.headers['content-type'] === 'application/problem+json';
      const kind = isProblem ? problemKindOf(JSON.parse(Buffer.concat(chunks).toString('utf8'))) : undefined;
      const status = response.statusCode ?? 0;
      resolve(kind ?? (status >= 400 ? `status-${status}` : String(status)));
    });
  });
}

/** Writes bytes to a connection of their own; the status line that came back, `no answer` where it just closed. */
function sendRaw(url: string, bytes: string): Promise<Outcome> {
  return new Promise((resolve) => {
    const { hostname, port } = new URL(url);
    let answer = '';
    const socket = connect(Number(port), hostname, () => socket.end(bytes, 'latin1'));
    socket.on('data', (chunk) => void (answer += String(chunk)));
    socket.on('error', () => undefined); // hanging up is an answer too
    socket.on('close', () => resolve(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1] ?? 'no answer'));
  });
}

/** A sender to both servers. A connection that the server closes after a refusal is no fault. */
export function createSender(urls: Readonly<Record<Message['to'], string>>): Sender {
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  const once = ({ to, method, path, body, headers, isAlone = false }: Message): Promise<Outcome> => new Promise((resolve, reject) => {
    const { hostname, port } = new URL(urls[to]);
    const asked = request({ agent: isAlone ? false : agent, hostname, port, method, path, headers: { ...headers, ...(body && !headers?.['transfer-encoding'] && { 'content-length': String(body.length) }) } }, (response) => {
      outcomeOf(response).then(resolve, reject);
    });
    asked.on('error', (error: NodeJS.ErrnoException) => {
      // The server had closed the connection after five idle seconds: it never saw this message.
      if (asked.reusedSocket && (error.code === 'ECONNRESET' || error.code === 'EPIPE')) resolve('stale');
      else reject(error);
    });
    asked.end(body);
  });
  return {
    async send(message) {
      if (message.raw !== undefined) return sendRaw(urls[message.to], message.raw);
      try {
        for (;;) {
          const outcome = await once(message);
          if (outcome !== 'stale') return outcome;
        }
      } catch (error) {
        return (error as NodeJS.ErrnoException).code ?? 'no answer';
      }
    },
    close: () => agent.destroy(),
  };
}
