import { expect, test } from 'vitest';
import type { EngineChoice } from '#core/contract';
import { seededChance, type Fault, type Result } from '#core/units';
import { memoryStores } from '#page/store';
import { aCatalogue } from '#support/a-shop';
import { someInput } from '#support/models';
import { arraysEncoder, startingWeights, type Encoder } from '#worker/models';
import { chooseEngine } from '../../../../worker/session/engines.ts';
import { steadyEncoder } from '../../../../worker/session/steady-encoder.ts';

const catalogue = aCatalogue({ items: 30 });
const KEY = '30 items, Browser 1';

/**
 * A device whose stopwatch is held: trials are asked for in the order wasm, arrays, and every look at the watch during the
 * n-th costs `msByTrial[n]`.
 */
function aDevice({ msByTrial = [1, 2], kept, gpu, tookMs = 50 }: { msByTrial?: readonly number[]; kept?: EngineChoice; gpu?: Result<{ encoder: Encoder; ms: number }, Fault>; tookMs?: number } = {}) {
  const stores = memoryStores();
  const state = { looks: 0, elapsedMs: 0, nowMs: 1_000, isStopped: false, gpuAsked: 0 };
  const encoder = steadyEncoder(arraysEncoder(catalogue), () => undefined);
  const choose = async (): Promise<void> => {
    if (kept) await stores.settings.write('engineChoice', kept);
    const ports = {
      browser: 'Browser 1',
      clock: { nowMs: () => (state.nowMs += tookMs / 2) },
      elapsedMs: () => (state.elapsedMs += msByTrial[Math.floor(state.looks++ / 12)] ?? 1), // two looks a run, three runs, two questions
      fasterEncoder: async () => {
        state.gpuAsked += 1;
        return gpu ?? { ok: false, fault: { kind: 'no-webgpu', message: 'none' } } as const;
      },
    };
    const config = { shop: 's', catalogueUrl: '', leaderUrl: '', policy: '' as never, tensorsUrl: '/tensors.js', debug: false };
    await chooseEngine({ ports: ports as never, config, catalogue, stores, encoder }, () => state.isStopped);
  };
  return { choose, state, encoder, kept: () => stores.settings.read('engineChoice') };
}

test('chooseEngine() keeps the faster engine of the CPU, remembers it and says what was measured', async () => {
  for (const [msByTrial, engine] of [[[1, 2], 'wasm'], [[3, 2], 'arrays']] as const) {
    const device = aDevice({ msByTrial });
    await device.choose();
    expect(await device.kept()).toEqual({ key: KEY, engine, ms: Math.min(...msByTrial) / 2 });
    expect(device.encoder.description()).toBe(`${engine}, ${(Math.min(...msByTrial) / 2).toFixed(1)} ms`);
  }
});

test('chooseEngine() measures nothing and asks for no GPU where it knows the answer, and again where browser or catalogue differ', async () => {
  const known = aDevice({ kept: { key: KEY, engine: 'arrays', ms: 7 } });
  await known.choose();
  expect([known.state.looks, known.state.gpuAsked, known.encoder.description()]).toEqual([0, 0, 'arrays, 7.0 ms']);
  for (const key of ['30 items, Browser 2', '31 items, Browser 1']) {
    const stale = aDevice({ kept: { key, engine: 'arrays', ms: 7 } });
    await stale.choose();
    expect(await stale.kept()).toMatchObject({ key: KEY, engine: 'wasm' });
  }
});

test('chooseEngine() takes a GPU that is faster, tries it anew in the next session, and falls back to the best of the CPU when it is lost', async () => {
  const chance = seededChance(1);
  const weights = startingWeights(chance);
  const input = someInput(catalogue, 3, chance);
  const gpu = { ...arraysEncoder(catalogue), name: 'webgpu' as const, isLost: false, scoreAll: () => Promise.reject(new Error('gone')) };
  const device = aDevice({ gpu: { ok: true, value: { encoder: gpu, ms: 0.2 } }, kept: { key: KEY, engine: 'webgpu', ms: 0.3 } });
  await device.choose();
  expect([await device.kept(), device.encoder.description(), device.state.gpuAsked]).toEqual([{ key: KEY, engine: 'webgpu', ms: 0.2 }, 'webgpu, 0.2 ms', 1]);
  gpu.isLost = true;
  expect(await device.encoder.scoreAll(weights, input)).toEqual(arraysEncoder(catalogue).scoreAllSync(weights, input));
  expect(device.encoder.description()).toBe('wasm, 0.5 ms');
});

test('chooseEngine() remembers nothing that a sleeping tab, a clock set back, a lost device or a chunk that did not load made up', async () => {
  const fault = (kind: string): Result<never, Fault> => ({ ok: false, fault: { kind, message: '' } });
  for (const odd of [{ tookMs: 60_000 }, { tookMs: -500 }, { gpu: fault('gpu-lost') }, { gpu: fault('no-tensors') }]) {
    const device = aDevice(odd);
    await device.choose();
    expect(await device.kept()).toBeUndefined();
    expect(device.encoder.name).toBe('wasm'); // good enough for this session
  }
});

test('chooseEngine() that outlives an erasure changes nothing', async () => {
  const device = aDevice({ gpu: { ok: true, value: { encoder: arraysEncoder(catalogue), ms: 0 } } });
  device.state.isStopped = true;
  await device.choose();
  expect([await device.kept(), device.encoder.description(), device.state.gpuAsked]).toEqual([undefined, 'wasm', 0]);
});
