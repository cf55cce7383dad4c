import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { triesFrom } from '../../../../server/doctor/tries.ts';

const TIMEOUT_MS = 5_000;
const servers: Server[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => new Promise((resolve) => {
    server.closeAllConnections();
    server.close(resolve);
  })));
});

/** A server of this machine, and what it was asked. */
async function aServer(answer: RequestListener): Promise<{ readonly origin: string; readonly host: string; readonly asked: readonly string[] }> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(`${request.method ?? ''} ${request.url ?? ''}`);
    answer(request, response);
  });
  servers.push(server);
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { host, origin: `http://${host}`, asked };
}

test('triesFrom() asks by HEAD, and by GET where that is refused; no cookie is sent', async () => {
  const cookies: unknown[] = [];
  const shop = await aServer(({ method, url, headers }, response) => {
    cookies.push(headers.cookie);
    response.writeHead(url === '/gone' ? 404 : method === 'HEAD' && url === '/b' ? 405 : 200).end();
  });
  const tried = triesFrom(`${shop.origin}/`, new Set(), TIMEOUT_MS);
  const found = [await tried(`${shop.origin}/a`), await tried(`${shop.origin}/b`), await tried(`${shop.origin}/gone`)];
  expect(found.map((one) => one?.status)).toEqual([200, 200, 404]);
  expect(shop.asked).toEqual(['HEAD /a', 'HEAD /b', 'GET /b', 'HEAD /gone', 'GET /gone']);
  expect(new Set(cookies)).toEqual(new Set([undefined]));
});

test('triesFrom() takes no body: an answer without end is left after its headers', async () => {
  let wrote = 0;
  let ended = (): void => undefined;
  const isLeft = new Promise<void>((resolve) => void (ended = resolve));
  const shop = await aServer(({ method }, response) => {
    if (method === 'HEAD') return void response.writeHead(405).end();
    response.writeHead(200, { 'content-type': 'application/zip' });
    const more = (): void => {
      // 64 MB at most, should nobody leave.
      while (wrote < 64e6 && !response.destroyed) {
        wrote += 65_536;
        if (!response.write(new Uint8Array(65_536))) return void response.once('drain', more);
      }
      response.end();
    };
    response.once('close', ended);
    more();
  });
  expect((await triesFrom(`${shop.origin}/`, new Set(), TIMEOUT_MS)(`${shop.origin}/file.zip`))?.status).toBe(200);
  await isLeft;
  expect(wrote).toBeLessThan(64e6);
});

test('triesFrom() asks the page’s own host and the named ones alone, and http alone', async () => {
  const [shop, feed, other] = [await aServer((_, response) => void response.end()), await aServer((_, response) => void response.end()), await aServer((_, response) => void response.end())];
  const tried = triesFrom(`${shop.origin}/`, new Set([feed.host]), TIMEOUT_MS);
  expect((await tried(`${feed.origin}/p`))?.status).toBe(200);
  expect(await tried(`${other.origin}/admin/reboot`)).toBeUndefined();
  expect(await tried('javascript:alert(1)')).toBeUndefined();
  expect(await tried('file:///etc/passwd')).toBeUndefined();
  expect(other.asked).toEqual([]);
});

test('triesFrom() knocks at no private network for a public page, whatever its feed names', async () => {
  const inside = await aServer((_, response) => void response.end());
  const port = inside.host.split(':')[1] ?? '';
  const hosts = [inside.host, `localhost:${port}`, `[::1]:${port}`, `[::ffff:7f00:1]:${port}`, '10.0.0.1', '192.168.1.1', '169.254.169.254'];
  // An address for documentation (RFC 5737): public, and nobody's.
  const tried = triesFrom('http://203.0.113.5/', new Set(hosts), TIMEOUT_MS);
  expect(await Promise.all(hosts.map((host) => tried(`http://${host}/`)))).toEqual(hosts.map(() => undefined));
  expect(inside.asked).toEqual([]);
});

test('triesFrom() follows redirects where it may ask, and elsewhere takes the redirect for an answer', async () => {
  const other = await aServer((_, response) => void response.end());
  const shop = await aServer(({ url }, response) => {
    const location = { '/old': '/new', '/new': '/gone', '/away': `${other.origin}/`, '/round': '/round' }[url ?? ''];
    response.writeHead(location === undefined ? 404 : 301, location === undefined ? {} : { location }).end();
  });
  const tried = triesFrom(`${shop.origin}/`, new Set(), TIMEOUT_MS);
  expect((await tried(`${shop.origin}/old`))?.status).toBe(404);
  expect((await tried(`${shop.origin}/away`))?.status).toBe(301);
  expect((await tried(`${shop.origin}/round`))?.status).toBe(301);
  expect(other.asked).toEqual([]);
});

test('triesFrom() says in words why nothing answered', async () => {
  const shop = await aServer(({ url }, response) => void (url === '/late' || response.end()));
  const nobody = await aServer((_, response) => void response.end());
  await new Promise((resolve) => servers.pop()?.close(resolve));
  expect((await triesFrom(`${shop.origin}/`, new Set([nobody.host]), TIMEOUT_MS)(`${nobody.origin}/`))?.failure).toMatch(/^nothing answers at this address/);
  expect((await triesFrom(`${shop.origin}/`, new Set(), 200)(`${shop.origin}/late`))?.failure).toMatch(/^it did not load in time/);
});
