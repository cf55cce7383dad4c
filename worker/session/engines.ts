import type { EngineChoice } from '#core/contract';
import { arrayDots } from '#worker/kernels';
import { arraysEncoder, tryEncoder, type Encoder } from '#worker/models';
import type { DeviceParts } from './options.ts';

/**
 * Longest time that choosing may take and be remembered, ms. Seconds on a slow phone, most of them for compiling shaders;
 * beyond it the tab or the whole device slept in the middle.
 */
const MOST_CHOOSING_MS = 20_000;

/** Faults of a GPU that will be the same tomorrow. A chunk that did not load or a lost device may be another time's luck. */
const LASTING: readonly string[] = ['no-webgpu', 'gpu-wrong', 'slower'];

type Parts = Pick<DeviceParts, 'ports' | 'config' | 'catalogue' | 'stores' | 'encoder'>;
type Timed = Pick<EngineChoice, 'ms'> & { readonly encoder: Encoder };

/**
 * Puts `encoder` on the engine that is fastest on this device: the one that was measured under this browser and size of
 * catalogue, else whichever a trial finds. A GPU is tried anew in every session, as its answers are compared before use.
 */
export async function chooseEngine(parts: Parts, isStopped: () => boolean): Promise<void> {
  const { ports, catalogue, stores, encoder } = parts;
  const beganMs = ports.clock.nowMs();
  const key = `${catalogue.popularity.length} items, ${ports.browser}`;
  const kept = await stores.settings.read('engineChoice');
  if (kept?.key === key && kept.engine !== 'webgpu') {
    if (!isStopped()) encoder.use(onCpu(parts, kept.engine), kept.ms);
    return;
  }
  const best = await fastestOnCpu(parts);
  if (isStopped()) return;
  encoder.use(best.encoder, best.ms);
  const gpu = await onGpu(parts, best.encoder);
  if (gpu.faster && isStopped()) gpu.faster.encoder.dispose();
  if (isStopped()) return;
  if (gpu.faster) encoder.use(gpu.faster.encoder, gpu.faster.ms);
  const { encoder: chosen, ms } = gpu.faster ?? best;
  const tookMs = ports.clock.nowMs() - beganMs;
  if (gpu.isLasting && tookMs >= 0 && tookMs < MOST_CHOOSING_MS) await stores.settings.write('engineChoice', { key, engine: chosen.name, ms });
}

/** The CPU's encoder on WASM where that may run, or in typed arrays alone. */
function onCpu({ catalogue }: Parts, engine: 'arrays' | 'wasm'): Encoder {
  return arraysEncoder(catalogue, engine === 'arrays' ? arrayDots(catalogue.vectors, catalogue.popularity.length) : undefined);
}

async function fastestOnCpu(parts: Parts): Promise<Timed> {
  const encoders = [onCpu(parts, 'wasm'), onCpu(parts, 'arrays')].filter(({ name }, i, all) => i === 0 || name !== all[0]?.name);
  const timed: Timed[] = [];
  for (const encoder of encoders) timed.push({ encoder, ms: (await tryEncoder(encoder, parts.catalogue.popularity.length, parts.ports.elapsedMs)).ms });
  return timed.reduce((best, one) => (one.ms < best.ms ? one : best));
}

async function onGpu({ ports, config, catalogue }: Parts, arrays: Encoder): Promise<{ readonly faster?: Timed; readonly isLasting: boolean }> {
  if (config.tensorsUrl === '') return { isLasting: true };
  const faster = await ports.fasterEncoder({ tensorsUrl: config.tensorsUrl, catalogue, arrays });
  return faster.ok ? { faster: faster.value, isLasting: true } : { isLasting: LASTING.includes(faster.fault.kind) };
}
