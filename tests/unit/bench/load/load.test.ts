import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { measureAggregators } from '#bench/load';
import { cpuSeconds, residentMegabytes } from '../../../../bench/load/usage.ts';
import { flood } from '../../../../bench/load/flood.ts';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

test('measureAggregators() takes honest reports through both servers and times each', async () => {
  const times = await measureAggregators(40, 3);
  expect(times).toMatchObject({ length: 40, shareBytes: 10_040 });
  expect(times.leaderMs).toBeGreaterThan(0);
  expect(times.helperMs).toBeGreaterThan(0);
});

test.skipIf(process.platform !== 'linux')('cpuSeconds() and residentMegabytes() read what the kernel knows of a process (Linux only)', () => {
  const before = cpuSeconds(process.pid);
  for (let i = 0, x = 0; cpuSeconds(process.pid) === before; i++) x = Math.sin(x + i); // ends: work is time
  expect(cpuSeconds(process.pid)).toBeGreaterThan(before);
  expect(residentMegabytes(process.pid)).toBeGreaterThan(10);
  expect(() => cpuSeconds(2 ** 22 + 1)).toThrow();
});

test('flood() posts every body once and counts what came back', async () => {
  const bodies: string[] = [];
  const server = createServer((request, response) => {
    const parts = new PassThrough();
    let text = '';
    parts.on('data', (chunk: Buffer) => { text += chunk.toString(); }).on('end', () => {
      bodies.push(text);
      response.writeHead(text === 'no' ? 503 : 201).end();
    });
    request.pipe(parts);
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', () => resolve()));
  const sent = ['a', 'b', 'no', 'c'];
  const { statuses } = await flood(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`, sent.map((text) => new TextEncoder().encode(text)), 2);
  expect(new Map([...statuses].sort())).toEqual(new Map([[201, 3], [503, 1]]));
  expect(bodies.toSorted()).toEqual(sent.toSorted());
  await new Promise<void>((resolve) => void server.close(() => resolve()));
});
