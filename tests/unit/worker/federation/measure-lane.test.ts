import { beforeAll, expect, test } from 'vitest';
import { decodeUpload, type MeasureEntry } from '#core/protocol';
import { DAY_MS, WEEK_MS } from '#core/units';
import { measureVdafFor, measureVdafOf } from '#core/vdaf';
import { aDeployment, aDevice, aKeyRing, NOW_MS, type ADeployment, type Bends, type KeyRing } from '#support/a-deployment';
import { aLayout } from '#support/measure';
import { valueOf } from '#support/result';
import { openBody } from '#support/vdaf';
import { contribute, openDeployment, type Counters } from '#worker/federation';

let keys: KeyRing;
beforeAll(async () => {
  keys = await aKeyRing();
});

const QUALITY = aLayout();
const POLICY = aLayout({ subject: 'policy' });
const noTraining = () => Promise.reject(new Error('trained'));

/** A device that allows measurement and nothing else. */
function measuring(deployment: ADeployment, options: Parameters<typeof aDevice>[1] = {}) {
  const device = aDevice(deployment, options);
  device.state.grants = { version: 1, purposes: ['local', 'measure'], gpc: false };
  return device;
}

async function visit(device: ReturnType<typeof aDevice>, counters: Counters = { quality: async ({ cells }) => cells.map((_, i) => [3, 1][i] ?? 0) }) {
  return valueOf(await contribute(device.ports, valueOf(await openDeployment(device.ports)), { train: noTraining, counters }));
}

const entryOf = (device: ReturnType<typeof aDevice>) => device.stores.ledger.entries().then((entries) => entries as readonly MeasureEntry[]);

test('contribute() sends one report that both servers together read as the counts, and writes it down', async () => {
  const deployment = await aDeployment(keys, { measures: [{ layout: QUALITY }] });
  const device = measuring(deployment);
  expect((await visit(device)).acked).toHaveLength(1);
  const [measure] = deployment.measures;
  if (!measure) throw new Error('No measurement');
  const [body] = device.sent;
  const opened = await openBody(body ?? new Uint8Array(0), { vdaf: valueOf(measureVdafOf(measure.task)), taskId: measure.id, keys, kind: 'measure' });
  expect([...opened].slice(0, 3)).toEqual([3, 1, 0]);
  expect(await entryOf(device)).toMatchObject([{ kind: 'measure', subject: 'quality', layout: measure.task.layout, rho: 1 / 32, state: 'acked' }]);
});

test('a report is of one size, whatever was counted', async () => {
  const deployment = await aDeployment(keys, { measures: [{ layout: QUALITY }] });
  const sizes = await Promise.all([[], [1], [900, 40]].map(async (counts) => {
    const device = measuring(deployment);
    await visit(device, { quality: async (layout) => layout.cells.map((_, i) => counts[i] ?? 0) });
    return device.sent[0]?.length;
  }));
  expect(new Set(sizes).size).toBe(1);
  expect(sizes[0]).toBeGreaterThan(0);
});

test('counts above the bound are scaled down, and nothing to count is the zero vector', async () => {
  const deployment = await aDeployment(keys, { measures: [{ layout: QUALITY }] });
  const [measure] = deployment.measures;
  if (!measure) throw new Error('No measurement');
  const read = async (counts: readonly number[]): Promise<number[]> => {
    const device = measuring(deployment);
    await visit(device, { quality: async (layout) => layout.cells.map((_, i) => counts[i] ?? 0) });
    return [...(await openBody(device.sent[0] ?? new Uint8Array(0), { vdaf: valueOf(measureVdafOf(measure.task)), taskId: measure.id, keys, kind: 'measure' }))].slice(0, 2);
  };
  expect(await read([300, 100])).toEqual([12, 4]);
  expect(await read([])).toEqual([0, 0]);
});

test('a histogram names its cell for nothing where there is nothing, and one without such a cell is refused', async () => {
  const layout = aLayout({ cells: ['none', ...QUALITY.cells.slice(1)] });
  const histogram = (given: typeof layout): Bends => ({ measures: [{ layout: given, task: (task) => ({ ...task, bound: 1, vdaf: measureVdafFor('Prio3Histogram', 16, 1) }) }] });
  const deployment = await aDeployment(keys, histogram(layout));
  const [measure] = deployment.measures;
  const device = measuring(deployment);
  await visit(device, { quality: async ({ cells }) => cells.map(() => 0) });
  const opened = await openBody(device.sent[0] ?? new Uint8Array(0), { vdaf: valueOf(measureVdafOf(measure?.task ?? { vdaf: { name: '', chunkLength: 1 }, length: 1, bound: 1 })), taskId: measure?.id ?? ('' as never), keys, kind: 'measure' });
  expect(opened[0]).toBe(1);
  const refusing = measuring(await aDeployment(keys, histogram(QUALITY)));
  expect((await visit(refusing)).refused).toMatchObject([{ fault: { kind: 'task-refused', message: expect.stringContaining('none') as string } }]);
});

test('of several measurements a device answers one, by its draw and before it counts', async () => {
  const deployment = await aDeployment(keys, { measures: [{ layout: QUALITY }, { layout: POLICY, task: (task) => ({ ...task, closesMs: task.closesMs + 1_000 }) }] });
  const chosen = async (draw: number): Promise<string> => {
    const device = measuring(deployment, { draw });
    const asked: string[] = [];
    const count = (subject: string) => async () => {
      asked.push(subject);
      return Array.from({ length: 16 }, () => 0);
    };
    await visit(device, { quality: count('quality'), policy: count('policy') });
    await visit(device, { quality: count('quality'), policy: count('policy') }); // the same day: nothing more
    expect(device.sent).toHaveLength(1);
    return asked.join();
  };
  const choices = await Promise.all(Array.from({ length: 24 }, (_, i) => chosen(i / 24)));
  expect(new Set(choices)).toEqual(new Set(['quality', 'policy'])); // one each, of both by chance: all alike once in 2^23
});

test('the next day counts what came since the report before, a week at most, whatever the layout was then', async () => {
  const spans: { sinceMs: number; nowMs: number }[] = [];
  const counters: Counters = { async quality(_, span) {
    spans.push(span);
    return Array.from({ length: 16 }, () => 0);
  } };
  const device = measuring(await aDeployment(keys, { measures: [{ layout: QUALITY }] }));
  await visit(device, counters);
  const later = measuring(await aDeployment(keys, { measures: [{ layout: aLayout({ units: QUALITY.units.map(() => 2) }) }] }), );
  later.state.nowMs = NOW_MS + 1;
  for (const entry of await device.stores.ledger.entries()) await later.stores.ledger.spend({ ...entry, atMs: NOW_MS - DAY_MS }, () => undefined);
  await visit(later, counters);
  expect(spans).toEqual([{ sinceMs: NOW_MS - WEEK_MS, nowMs: NOW_MS }, { sinceMs: NOW_MS - DAY_MS, nowMs: NOW_MS + 1 }]);
});

test.each<readonly [string, readonly ('local' | 'federate' | 'measure')[], Counters | undefined, string | undefined]>([
  ['without a grant of measure it counts nothing', ['local', 'federate'], undefined, undefined],
  ['what nobody here counts is refused', ['local', 'measure'], {}, 'task-refused'],
])('%s', async (_, purposes, counters, fault) => {
  const device = aDevice(await aDeployment(keys, { measures: [{ layout: QUALITY }] }));
  device.state.grants = { version: 1, purposes, gpc: false };
  const result = valueOf(await contribute(device.ports, valueOf(await openDeployment(device.ports)), { train: () => Promise.reject(new Error('not asked')), ...(counters && { counters }) }).catch(() => ({ ok: true, value: { acked: [], refused: [], nextMs: undefined } } as const)));
  expect(result.refused.map(({ fault: { kind } }) => kind)).toEqual(fault === undefined ? [] : [fault]);
  expect(device.sent).toEqual([]);
});

test('a sealed report on ads waits while ads are not allowed: what was counted under a yes is not told after a no', async () => {
  const deployment = await aDeployment(keys, { measures: [{ layout: aLayout({ subject: 'ads' }) }] });
  let isAway = true;
  const device = measuring(deployment, { answer: () => (isAway ? { kind: 'offline', message: 'no answer' } : undefined) });
  const counters: Counters = { ads: async ({ cells }) => cells.map(() => 1) };
  device.state.grants = { version: 2, purposes: ['local', 'measure', 'ads'], gpc: false };
  await contribute(device.ports, valueOf(await openDeployment(device.ports)), { train: noTraining, counters });
  isAway = false;
  device.state.grants = { version: 3, purposes: ['local', 'measure'], gpc: false };
  await visit(device, counters);
  expect((await entryOf(device)).map(({ state }) => state)).toEqual(['sent']);
  device.state.grants = { version: 4, purposes: ['local', 'measure', 'ads'], gpc: false };
  await visit(device, counters);
  expect((await entryOf(device)).map(({ state }) => state)).toEqual(['acked']);
});

test('a sealed report waits while measurement is not allowed, and goes with the same bytes when it is again', async () => {
  const deployment = await aDeployment(keys, { measures: [{ layout: QUALITY }] });
  let isAway = true;
  const device = measuring(deployment, { answer: () => (isAway ? { kind: 'offline', message: 'away' } : undefined) });
  await visit(device);
  isAway = false;
  device.state.grants = { version: 2, purposes: ['local', 'federate'], gpc: false };
  await contribute(device.ports, valueOf(await openDeployment(device.ports)), { train: () => Promise.resolve(new Float32Array(deployment.task.length)) });
  expect(device.sent.map((body) => valueOf(decodeUpload(body)).taskId)).toEqual([deployment.measures[0]?.id, deployment.taskId]);
  device.state.grants = { version: 3, purposes: ['local', 'measure'], gpc: false };
  await visit(device);
  expect(device.sent).toHaveLength(3);
  expect(device.sent[2]).toEqual(device.sent[0]);
});

test('a layout of another size, or with other bytes than its hash, is refused', async () => {
  const short = aLayout({ cells: [...QUALITY.cells, 'spare-13'], units: [...QUALITY.units, 1] });
  const device = measuring(await aDeployment(keys, { measures: [{ layout: short, task: (task) => ({ ...task, length: 16 }) }] }));
  expect((await visit(device)).refused).toMatchObject([{ fault: { kind: 'task-refused' } }]);
  const deployment = await aDeployment(keys, { measures: [{ layout: QUALITY }] });
  deployment.files.set(`/v1/layouts/${deployment.measures[0]?.task.layout}`, new Uint8Array(8));
  expect((await visit(measuring(deployment))).refused).toHaveLength(1);
});
