import type { ModelKind } from '#core/protocol';
import type { AttackOptions } from './arguments.ts';
import { invertHistories, type InversionResult } from './inversion.ts';
import { invertItems } from './items.ts';
import type { Scene } from './scene.ts';
import { stageOf, type StageSize } from './shadow.ts';
import { INVERSION_HEAD, inversionRow } from './tables.ts';
import { MODEL_BATCH, viewsOf } from './views.ts';

/** Devices attacked, as others in batches, and the attacker's own: what a data set of a thousand users has. */
const STAGE = { targets: 150, others: 520, shadows: 250 } as const;

/** The same for a kind; a model of ads moves by a larger batch. */
export function stageSizeOf(kind: ModelKind): StageSize {
  return kind === 'ctr' || kind === 'cvr' ? { ...STAGE, others: MODEL_BATCH[kind] } : STAGE;
}

/** Both questions of every kind, in every view it has. */
export async function runInversion(scene: Scene, { trials, seed, kinds }: Pick<AttackOptions, 'trials' | 'seed' | 'kinds'>, say: (line: string) => void): Promise<readonly InversionResult[]> {
  const results: InversionResult[] = [];
  for (const line of ['', 'Gradient inversion: which of 20 is hers?', '', ...INVERSION_HEAD]) say(line);
  for (const kind of kinds) {
    const stage = await stageOf(scene, kind, stageSizeOf(kind));
    for (const attack of kind === 't11' || kind === 'pairs' ? [invertHistories, invertItems] : [invertHistories]) { // of the others no weight belongs to an item
      for (const view of viewsOf(kind)) {
        const result = await attack(stage, view, { trials, seed });
        results.push(result);
        say(inversionRow(result));
      }
    }
  }
  return results;
}
