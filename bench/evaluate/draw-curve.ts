import { writeFile } from 'node:fs/promises';
import { FLOORS } from '#core/privacy';
import { DataError } from '#bench/data';
import { seededChance, shuffled } from '#core/units';
import type { PrivacyRecord } from '#bench/lanes';
import type { EvaluateOptions, Sweep } from './arguments.ts';
import type { Curve, CurvePoint } from './curve.ts';
import { curveSvg } from './curve-svg.ts';
import { metricsOf } from './metrics.ts';
import { rankCases } from './rank.ts';
import { withTrainUsers, type RunSteps } from './resize.ts';

/** Cases every point answers where `--sample` does not say: enough for a standard error of .01. */
const CASES = 2000;

export interface CurveOptions extends RunSteps {
  readonly sweep: Extract<Sweep, { kind: 'curve' }>;
}

/** `--curve`: the federated lane for every number of users and every ε, the same cases each time. */
export async function drawCurve({ options, sweep, load, prepare, say }: CurveOptions): Promise<void> {
  const few = sweep.users.find((users) => users < FLOORS.minBatch);
  if (few !== undefined) throw new DataError(`Cannot federate ${few} users: a batch opens from ${FLOORS.minBatch} on`);
  const { dataset, split } = await load(options);
  const cases = shuffled(split.test, seededChance(options.seed)).slice(0, options.sample ?? CASES);
  const points: CurvePoint[] = [];
  for (const users of [...sweep.users].sort((a, b) => a - b)) {
    const part = withTrainUsers(split, users, options.seed);
    for (const epsilon of sweep.epsilons) {
      const { rankers, extra } = await prepare({ ...options, epsilon }, dataset, part, () => undefined);
      const results = await rankCases({ rankers: rankers.filter(({ name }) => name === 'popularity' || name === 'mix'), split: part, cases });
      const hitOf = (name: string): number => {
        const scores = results.get(name);
        return scores ? metricsOf(scores, 1)['hr@20'] : 0;
      };
      const privacy = privacyIn(extra);
      const point: CurvePoint = {
        users, isReplicated: users > split.train.length, epsilon: epsilon ?? null, epsilonSpent: privacy?.epsilon ?? null, noiseMultiplier: privacy?.noiseMultiplier ?? 0, reports: privacy?.reports ?? 0,
        mix: hitOf('mix'), popularity: hitOf('popularity'),
      };
      points.push(point);
      say(lineOf(point));
    }
  }
  const curve: Curve = { dataset: dataset.name, split: options.split, seed: options.seed, figure: 'hr@20', cases: cases.length, items: dataset.itemIds.length, realUsers: split.train.length, points };
  await writeOut(curve, options, sweep);
}

async function writeOut(curve: Curve, { json }: EvaluateOptions, { svg }: CurveOptions['sweep']): Promise<void> {
  if (json) await writeFile(json, `${JSON.stringify(curve, undefined, 2)}\n`);
  if (svg) await writeFile(svg, curveSvg(curve));
}

function privacyIn(extra: object): PrivacyRecord | undefined {
  return 'privacy' in extra && extra.privacy !== null ? (extra.privacy as PrivacyRecord) : undefined;
}

function lineOf({ users, isReplicated, epsilon, epsilonSpent, mix, popularity }: CurvePoint): string {
  const noise = epsilon === null ? 'no noise' : `ε ${epsilon} (spent ${epsilonSpent?.toFixed(2) ?? '0'})`;
  return `${users} users${isReplicated ? ', replicated' : ''}, ${noise}: mix ${mix.toFixed(4)}, popularity ${popularity.toFixed(4)}`;
}
