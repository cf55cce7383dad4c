import { idealCompany } from '#bench/lanes';
import type { AttackOptions } from './arguments.ts';
import { mixCrowd, t11Crowd } from './crowd.ts';
import { poisonedTraining, type PoisonResult } from './poison.ts';
import type { Scene } from './scene.ts';
import { POISON_HEAD, poisonRow } from './tables.ts';

/** Reports of a round: below 492 a T11 is kept as it is. */
const PER_ROUND = 500;

/** Every kind of attackers, without and with the gate. */
export async function runPoisoning(scene: Scene, { rounds, seed, models, malicious, strategies }: Pick<AttackOptions, 'rounds' | 'seed' | 'models' | 'malicious' | 'strategies'>, say: (line: string) => void): Promise<readonly PoisonResult[]> {
  const results: PoisonResult[] = [];
  for (const line of ['', 'Poisoning: reports of norm B, all alike', '', ...POISON_HEAD]) say(line);
  for (const model of models) {
    const crowd = model === 'mix' ? await mixCrowd(untold(scene)) : t11Crowd(scene);
    const perRound = Math.min(PER_ROUND, crowd.devices);
    const attackers = malicious.flatMap((percent) => (percent > 0 ? strategies : strategies.slice(0, 1)).map((strategy) => ({ malicious: percent / 100, strategy })));
    for (const how of attackers) {
      for (const gated of [false, true]) {
        const result = await poisonedTraining({ crowd, ...how, gated, perRound, rounds, seed });
        results.push(result);
        say(poisonRow(result));
      }
    }
  }
  return results;
}

/** The shop as it was when statistics were told: the mix learns from choices that they do not hold. */
function untold(scene: Scene): Scene {
  const { devices, toldCatalogue, dataset } = scene.subject;
  const before = devices.map(({ interactions, told }) => ({ interactions: interactions.slice(0, told) }));
  return { ...scene, coOccurrence: idealCompany(before, toldCatalogue, dataset.hasTimes) };
}
