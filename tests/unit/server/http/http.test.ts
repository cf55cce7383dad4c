import { connect, type Socket } from 'node:net';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { problem } from '#core/protocol';
import { bodyReader, call, createApp, createMetrics, listen, problemResponse, readBody, type Listening, type Metrics } from '#server/http';
import { quietLogger } from '#support/pair';
import { valueOf } from '#support/result';

const LIMIT = 1_000;
/** More than the buffers of both ends of a connection take. */
const LARGE_BYTES = 24 * 1024 * 1024;

let listening: Listening | undefined;
afterEach(async () => {
  await listening?.close();
  listening = undefined;
});

interface Running {
  readonly url: string;
  readonly port: number;
  readonly metrics: Metrics;
  readonly lines: string[];
  /** Why connections were let go, in order. */
  readonly ended: readonly string[];
}

/** A server with one route that reads a bounded body and one that fails. */
async function running(): Promise<Running> {
  const metrics = createMetrics();
  const lines: string[] = [];
  const ended: string[] = [];
  const app = createApp({ metrics, logger: quietLogger(lines), openToAllOrigins: true });
  app.post('/echo', async (context) => {
    const body = await readBody(context.req.raw, LIMIT);
    return body.ok ? new Response(body.value) : problemResponse(problem('too-large', body.fault.message), { connection: 'close' });
  });
  app.get('/large', () => new Response(new Uint8Array(LARGE_BYTES)));
  app.get('/breaks', () => {
    throw new Error('a bug');
  });
  listening = valueOf(await listen({ fetch: (request) => app.fetch(request), host: '127.0.0.1', port: 0, onEnd: (reason) => void ended.push(reason) }));
  return { url: `http://127.0.0.1:${listening.port}`, port: listening.port, metrics, lines, ended };
}

/** Writes `chunks` one after the other to a socket and gives everything that came back until it closed. */
function raw(port: number, chunks: readonly string[]): Promise<string> {
  return new Promise((resolve) => {
    let answer = '';
    const socket = connect(port, '127.0.0.1', () => {
      for (const chunk of chunks) socket.write(chunk);
    });
    socket.on('data', (chunk) => void (answer += String(chunk)));
    socket.on('error', () => undefined); // hanging up is an answer too
    socket.on('close', () => resolve(answer));
  });
}

describe('readBody()', () => {
  test('gives a body up to the limit and refuses one byte more', async () => {
    const { url } = await running();
    expect((await fetch(`${url}/echo`, { method: 'POST', body: new Uint8Array(LIMIT) })).status).toBe(200);
    const refused = await fetch(`${url}/echo`, { method: 'POST', body: new Uint8Array(LIMIT + 1) });
    expect(refused.status).toBe(413);
    expect(refused.headers.get('content-type')).toBe('application/problem+json');
    expect(await refused.json()).toMatchObject({ type: 'urn:homebird:problem:too-large', status: 413 });
  });

  test('puts a body together whatever chunks it comes in', async () => {
    const bytes = Uint8Array.from({ length: 5_000 }, (_, i) => i % 251);
    for (const size of [1, 7, 1_024, 5_000]) {
      const body = new ReadableStream<Uint8Array<ArrayBuffer>>({
        start(controller) {
          for (let at = 0; at < bytes.length; at += size) controller.enqueue(bytes.slice(at, at + size));
          controller.close();
        },
      });
      expect(await readBody({ headers: new Headers(), body }, 5_000)).toEqual({ ok: true, value: bytes });
    }
  });

  test('refuses by what it says before a byte of the body came', async () => {
    const { port } = await running();
    const answer = await raw(port, ['POST /echo HTTP/1.1\r\nhost: x\r\ncontent-length: 999999999\r\n\r\n']);
    expect(answer).toMatch(/^HTTP\/1\.1 413 /);
  });

  test('refuses a body of unknown length as soon as it is too long, and hangs up', async () => {
    const { port } = await running();
    const chunk = `${(600).toString(16)}\r\n${'x'.repeat(600)}\r\n`;
    const answer = await raw(port, ['POST /echo HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n', chunk, chunk, chunk]);
    expect(answer).toMatch(/^HTTP\/1\.1 413 /);
  });

  test('a sender that breaks off harms nobody', async () => {
    const { port, url } = await running();
    await new Promise<void>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => {
        socket.write('POST /echo HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\nhalf', () => socket.destroy());
      });
      socket.on('close', () => resolve());
    });
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
  });
});

describe('bodyReader()', () => {
  test('reads so many bodies at a time: one more makes the slowest give way', async () => {
    const read = bodyReader(2);
    const senders = [0, 1, 2].map(() => {
      let sender: ReadableStreamDefaultController<Uint8Array<ArrayBuffer>> | undefined;
      const body = new ReadableStream<Uint8Array<ArrayBuffer>>({ start: (controller) => void (sender = controller) });
      return { reading: read({ headers: new Headers(), body }, LIMIT), send: (bytes: Uint8Array<ArrayBuffer>) => sender?.enqueue(bytes), end: () => sender?.close() };
    });
    const [slow, ...others] = senders;
    expect(await slow?.reading).toMatchObject({ ok: false, fault: { kind: 'displaced' } });
    for (const { send, end } of others) {
      send(Uint8Array.of(1, 2, 3));
      end();
    }
    for (const { reading } of others) expect(await reading).toEqual({ ok: true, value: Uint8Array.of(1, 2, 3) });
  });
});

describe('listen()', () => {
  test('answers bytes that are not HTTP with 400, huge headers with 431, counts them and goes on', async () => {
    const { port, url, ended } = await running();
    expect(await raw(port, ['this is not HTTP\r\n\r\n'])).toMatch(/^HTTP\/1\.1 400 [\s\S]*application\/problem\+json/);
    expect(await raw(port, [`GET / HTTP/1.1\r\nhost: x\r\nx: ${'y'.repeat(40_000)}\r\n\r\n`])).toMatch(/^HTTP\/1\.1 431 /);
    expect(ended).toEqual(['not-http', 'headers-too-large']);
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
  });

  test('lets go of senders that trickle headers or a body, and of those that say nothing', { timeout: 300_000 }, async () => {
    const { port, url, ended } = await running();
    const trickle = (begin: string): Promise<string> => new Promise((resolve) => {
      let answer = '';
      const socket = connect(port, '127.0.0.1', () => socket.write(begin));
      const more = setInterval(() => socket.write('x'), 200);
      socket.on('data', (chunk) => void (answer += String(chunk)));
      socket.on('error', () => undefined); // hanging up is an answer too
      socket.on('close', () => {
        clearInterval(more);
        resolve(answer);
      });
    });
    const senders = [
      trickle('GET / HTTP/1.1\r\nhost: x\r\nx-slow: '), trickle('POST /echo HTTP/1.1\r\nhost: x\r\ncontent-length: 900\r\n\r\n'),
      trickle('POST /echo HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n384\r\n'), raw(port, []),
    ];
    expect((await fetch(`${url}/healthz`)).status).toBe(200); // meanwhile
    for (const answer of await Promise.all(senders)) expect(answer).toMatch(/^HTTP\/1\.1 408 /);
    expect(ended).toEqual(['too-slow', 'too-slow', 'too-slow', 'too-slow']);
  });

  test('a connection that asks for much at once is let go before it fills the memory', async () => {
    const { port, url, ended } = await running();
    await raw(port, ['GET /large HTTP/1.1\r\nhost: x\r\n\r\n'.repeat(500)]);
    expect(ended).toEqual(['pipelined']);
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
  });

  test('answers that nobody takes are held up to a bound, oldest let go first', async () => {
    const { port, url, ended } = await running();
    const sockets = await Promise.all(Array.from({ length: 16 }, () => new Promise<Socket>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => {
        socket.pause().write('GET /large HTTP/1.1\r\nhost: x\r\n\r\n', () => resolve(socket));
      });
      socket.on('error', () => undefined); // being let go is what is looked for
    })));
    await vi.waitFor(() => expect(ended.length).toBeGreaterThanOrEqual(5), { timeout: 50_000 }); // 16 of 24 MB, of which 256 MB and what sockets buffer may wait
    expect(new Set(ended)).toEqual(new Set(['unread']));
    for (const socket of sockets) socket.destroy();
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
  });

  test('keeps a connection for the next request longer than a proxy does: Caddy two minutes, nginx one', async () => {
    const { url } = await running();
    const answer = await fetch(`${url}/healthz`);
    const [, seconds] = /^timeout=(\d+)$/.exec(answer.headers.get('keep-alive') ?? '') ?? [];
    expect(Number(seconds)).toBeGreaterThan(120);
  });

  test('names a busy port and what to do', async () => {
    const { port } = await running();
    const second = await listen({ fetch: () => new Response(), host: '127.0.0.1', port });
    expect(second).toMatchObject({ ok: false, fault: { kind: 'port-busy' } });
    expect(!second.ok && second.fault.message).toContain(`Port ${port} is busy`);
  });
});

describe('createApp()', () => {
  test('an unexpected error is a problem+json without its message, and is logged', async () => {
    const { url, lines } = await running();
    const answer = await fetch(`${url}/breaks`);
    expect(answer.status).toBe(500);
    expect(await answer.text()).not.toContain('a bug');
    expect(lines.join('\n')).toContain('a bug');
  });

  test('any origin may read an answer, without credentials, and preflight is answered', async () => {
    const { url } = await running();
    const preflight = await fetch(`${url}/echo`, { method: 'OPTIONS', headers: { origin: 'https://shop.example', 'access-control-request-method': 'POST' } });
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get('access-control-allow-origin')).toBe('*');
    expect(preflight.headers.get('access-control-allow-credentials')).toBeNull();
    expect((await fetch(`${url}/nothing`)).headers.get('access-control-allow-origin')).toBe('*');
  });

  test('counts every refusal by its reason', async () => {
    const { url, metrics } = await running();
    await fetch(`${url}/nothing`);
    await fetch(`${url}/breaks`);
    await fetch(`${url}/echo`, { method: 'POST', body: new Uint8Array(LIMIT + 1) });
    const text = await metrics.text();
    for (const reason of ['not-found', 'server-error', 'too-large']) expect(text).toContain(`homebird_refused_total{reason="${reason}"} 1\n`);
  });

  test('counts answers by route and status, and never by what a caller wrote', async () => {
    const { url, metrics } = await running();
    for (let i = 0; i < 10; i++) await fetch(`${url}/secret-of-the-caller?email=a@b.example`, { headers: { 'user-agent': 'secret-agent' } });
    const text = await metrics.text();
    expect(text).toMatch(/homebird_http_requests_total\{[^}]*status="404"\} 10\n/);
    expect(text).not.toMatch(/secret|example/);
  });

  test('no single visit shows in the metrics, and no other origin reads them', async () => {
    const { url, metrics } = await running();
    const visit = async (): Promise<string> => {
      await (await fetch(`${url}/healthz`)).text();
      metrics.count('reports_total', 'Reports accepted');
      // Not the buckets below the last one: how long an answer took decides which of them moves on.
      return (await metrics.text()).replaceAll(/^homebird_(?:resident_bytes .*|http_seconds_bucket\{le="[\d.]+".*)$/gm, '');
    };
    for (let i = 0; i < 10; i++) await visit();
    const before = await visit();
    expect(before).toMatch(/^homebird_reports_total 10$/m);
    expect(before).toMatch(/^homebird_http_seconds_count\{route="\/healthz"\} 10$/m);
    expect(await visit()).toBe(before);
    metrics.count('rejects_total', 'Reports turned away', { reason: 'malformed' });
    expect(await metrics.text()).toMatch(/^homebird_rejects_total\{reason="malformed"\} 1$/m);
    expect((await fetch(`${url}/healthz`)).headers.get('access-control-allow-origin')).toBe('*');
    expect((await fetch(`${url}/metrics`)).headers.get('access-control-allow-origin')).toBeNull();
    expect((await fetch(`${url}/metrics`, { method: 'OPTIONS' })).headers.get('access-control-allow-origin')).toBeNull();
  });
});

describe('call()', () => {
  test('gives the body of a good answer and the problem of a bad one', async () => {
    const { url } = await running();
    const good = await call(`${url}/echo`, { method: 'POST', body: Uint8Array.of(1, 2), timeoutMs: 5_000, maxBytes: 10 });
    expect(good).toEqual({ ok: true, value: Uint8Array.of(1, 2) });
    const bad = await call(`${url}/nothing`, { timeoutMs: 5_000, maxBytes: 1_000 });
    expect(bad).toMatchObject({ ok: false, fault: { kind: 'refused', status: 404, problem: 'not-found' } });
  });

  test('nobody there, and an answer too large, are faults', async () => {
    const { url, port } = await running();
    await listening?.close();
    expect(await call(`http://127.0.0.1:${port}/`, { timeoutMs: 5_000, maxBytes: 10 })).toMatchObject({ ok: false, fault: { kind: 'unreachable' } });
    const again = await running();
    expect(url).not.toBe('');
    expect(await call(`${again.url}/echo`, { method: 'POST', body: new Uint8Array(100), timeoutMs: 5_000, maxBytes: 10 })).toMatchObject({ ok: false, fault: { kind: 'too-large' } });
  });
});
