import type { AttackOptions } from './arguments.ts';
import { invertHistories, type InversionResult } from './inversion.ts';
import { invertItems } from './items.ts';
import { KINDS, type Scene } from './scene.ts';
import { stageOf } from './shadow.ts';
import { INVERSION_HEAD, inversionRow } from './tables.ts';
import { VIEWS } from './views.ts';

/** Devices attacked, as others in batches, and the attacker's own: what a data set of a thousand users has. */
export const STAGE = { targets: 150, others: 520, shadows: 250 } as const;

/** Both questions of every kind, in every view it has. */
export async function runInversion(scene: Scene, { trials, seed }: Pick<AttackOptions, 'trials' | 'seed'>, say: (line: string) => void): Promise<readonly InversionResult[]> {
  const results: InversionResult[] = [];
  for (const line of ['', 'Gradient inversion: which of 20 is hers?', '', ...INVERSION_HEAD]) say(line);
  for (const kind of KINDS) {
    const stage = await stageOf(scene, kind, STAGE);
    for (const attack of kind === 'mix' ? [invertHistories] : [invertHistories, invertItems]) { // no weight of the mix belongs to an item
      for (const view of VIEWS) {
        if (kind === 'pairs' && view === 'model') continue; // what is published is the sum itself
        const result = await attack(stage, view, { trials, seed });
        results.push(result);
        say(inversionRow(result));
      }
    }
  }
  return results;
}
