import { expect, test } from 'vitest';
import { PAIR_BLOCK_CELLS, PAIR_LAYOUT, pairLayout, pairStatistic } from '#core/cooccurrence';
import type { PairTable } from '#core/fedavg';
import { historyOf } from '#core/features';
import { MAX_REPORT_BYTES, uploadBytes, type ModelTask } from '#core/protocol';
import { atOnce, seededChance } from '#core/units';
import { checkVdaf, vdafForTask } from '#core/vdaf';
import { aCatalogue, aHistory } from '#support/a-shop';
import { aDeployment, aDevice, aKeyRing, type ADeployment, type Bends } from '#support/a-deployment';
import { aVdaf, openBody } from '#support/vdaf';
import { valueOf } from '#support/result';
import { companyIn, contribute, lazyLayout, openDeployment, tableFault, trainLocally } from '#worker/federation';
import { arraysEncoder } from '#worker/models';

const keys = await aKeyRing();
const catalogue = aCatalogue({ items: 200 }); // 40,000 pairs: more than two blocks hold
const layoutOf = lazyLayout(catalogue);
const layout = pairLayout(catalogue, 2);
const table: Omit<PairTable, 'kind'> = { weights: new Float32Array(layout.cells), maxBlocks: 2, layout: PAIR_LAYOUT, catalogue: catalogue.hash };
const onlyPairs: Bends['manifest'] = (manifest) => ({ ...manifest, tasks: manifest.tasks.slice(1) });
const history = { ...historyOf([], catalogue), ...aHistory(Array.from({ length: 60 }, (_, i) => (i * 37) % 200)) };

async function report(deployment: ADeployment, own = catalogue) {
  const device = aDevice(deployment);
  const opened = await openDeployment(device.ports);
  if (!opened.ok) throw new Error(opened.fault.message);
  const result = await contribute(device.ports, opened.value, { train: (model, task) => trainLocally(model, task, {
    history, catalogue: own, encoder: arraysEncoder(own), layoutOf: own === catalogue ? layoutOf : lazyLayout(own), chance: seededChance(1), pause: () => Promise.resolve(),
  }) });
  return { device, result };
}

test('a device reports on the block it is asked about: both servers together read its exact units', async () => {
  expect(layout.blocks).toBe(2);
  for (const block of [0, 1]) {
    const length = block === 0 ? PAIR_BLOCK_CELLS : layout.cells - PAIR_BLOCK_CELLS;
    const deployment = await aDeployment(keys, { manifest: onlyPairs, pairs: table, pairsTask: (task) => ({ ...task, block, length }) });
    const { device, result } = await report(deployment);
    expect(result).toMatchObject({ ok: true, value: { refused: [], acked: [{ model: 'pairs', block, rho: 1 / 32 }] } });
    const [body = new Uint8Array(0)] = device.sent;
    const units = await openBody(body, { vdaf: aVdaf(length), taskId: deployment.pairsTaskId, keys });
    expect(units).toEqual(pairStatistic(layout, block, history.interactions, 256));
    expect(units.some((x) => x > 0)).toBe(true);
  }
});

test('a sealed report on a full block fits the 65,536 bytes that a closing tab can send, and has the bytes that uploadBytes() says', async () => {
  const { device } = await report(await aDeployment(keys, { manifest: onlyPairs, pairs: table }));
  const { publicShare, inputShares } = valueOf(checkVdaf({ vdaf: vdafForTask(PAIR_BLOCK_CELLS, 256), length: PAIR_BLOCK_CELLS, integerNorm: 256 }));
  expect(device.sent[0]?.length).toBe(uploadBytes({ publicShare, inputShares }));
  expect(device.sent[0]?.length).toBeLessThanOrEqual(MAX_REPORT_BYTES);
  expect(device.sent[0]?.length).toBeGreaterThan(64_000);
});

test.each<readonly [string, Partial<typeof table>, (task: ModelTask) => ModelTask]>([
  ['the table of another catalogue', { catalogue: 'd'.repeat(64) as PairTable['catalogue'] }, (task) => task],
  ['a table laid out otherwise', { weights: new Float32Array(layout.cells - 1) }, (task) => task],
  ['a block the table lacks', {}, (task) => ({ ...task, block: 2 })],
  ['the length of another block', {}, (task) => ({ ...task, block: 1 })],
  ['a clip norm that would round units off', {}, (task) => ({ ...task, clipNorm: 3 })],
])('a device refuses %s, spends nothing and sends nothing', async (_what, changes, pairsTask) => {
  const { device, result } = await report(await aDeployment(keys, { manifest: onlyPairs, pairs: { ...table, ...changes }, pairsTask }));
  expect(result).toMatchObject({ ok: true, value: { acked: [], refused: [{ fault: { kind: 'task-refused' } }] } });
  expect(device.sent).toEqual([]);
  expect(await device.stores.ledger.entries()).toEqual([]);
});

test('lazyLayout() makes a layout once for as long as the room stays the same', () => {
  expect(layoutOf(2)).toBe(layoutOf(2));
  expect(layoutOf(1)).not.toBe(layoutOf(2));
});

test('companyIn() reads what stands in a table, and nothing out of an empty one; tableFault() says what does not belong', () => {
  const weights = new Float32Array(layout.cells);
  expect(atOnce(companyIn({ kind: 'pairs', ...table }, layout, catalogue))).toBeUndefined();
  const [from, to] = [...Array(200).keys()].flatMap((a) => [...Array(200).keys()].map((b) => [a, b] as const)).find(([a, b]) => a !== b && layout.cellOf(a, b) >= 0) ?? [0, 0];
  weights[layout.cellOf(from, to)] = 640;
  const company = atOnce(companyIn({ kind: 'pairs', ...table, weights }, layout, catalogue));
  const { starts, items } = company?.neighbours ?? { starts: new Int32Array(0), items: new Int32Array(0) };
  expect([...items.subarray(starts[from], starts[from + 1])]).toEqual([to]);
  expect(tableFault({ kind: 'pairs', ...table }, catalogue, layout)).toBeUndefined();
  expect(tableFault({ kind: 'pairs', ...table }, { hash: 'd'.repeat(64) as PairTable['catalogue'] })).toContain('another catalogue');
  expect(tableFault({ kind: 'pairs', ...table, layout: PAIR_LAYOUT + 1 }, catalogue)).toContain('laid out by version 3');
  expect(tableFault({ kind: 'pairs', ...table, weights: new Float32Array(5) }, catalogue, layout)).toContain('5 cells');
});
