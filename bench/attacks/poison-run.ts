import { idealCompany } from '#bench/lanes';
import type { AttackOptions } from './arguments.ts';
import { mixCrowd, t11Crowd } from './crowd.ts';
import { poisonedTraining, type PoisonOptions, type PoisonResult } from './poison.ts';
import type { Scene } from './scene.ts';
import { POISON_HEAD, poisonRow } from './tables.ts';

/** Shares of a batch that are malicious and what they send; three in ten are more than the gate promises to bear. */
const ATTACKERS: readonly Pick<PoisonOptions, 'malicious' | 'strategy'>[] = [
  { malicious: 0, strategy: 'ruin' }, { malicious: 0.01, strategy: 'ruin' }, { malicious: 0.05, strategy: 'ruin' }, { malicious: 0.1, strategy: 'reverse' },
  { malicious: 0.1, strategy: 'ruin' }, { malicious: 0.3, strategy: 'ruin' },
];
/** Reports of a round: below 492 a T11 is kept as it is. */
const PER_ROUND = 500;

/** Every kind of attackers, without and with the gate. */
export async function runPoisoning(scene: Scene, { rounds, seed }: Pick<AttackOptions, 'rounds' | 'seed'>, say: (line: string) => void): Promise<readonly PoisonResult[]> {
  const results: PoisonResult[] = [];
  for (const line of ['', 'Poisoning: reports of norm B, all alike', '', ...POISON_HEAD]) say(line);
  for (const crowd of [await mixCrowd(untold(scene)), t11Crowd(scene)]) {
    const perRound = Math.min(PER_ROUND, crowd.devices);
    for (const attackers of ATTACKERS) {
      for (const gated of [false, true]) {
        const result = await poisonedTraining({ crowd, ...attackers, gated, perRound, rounds, seed });
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
