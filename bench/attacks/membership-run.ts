import { writeFile } from 'node:fs/promises';
import type { AttackOptions } from './arguments.ts';
import { stageSizeOf } from './inversion-run.ts';
import { tellMembers, type MembershipResult } from './membership.ts';
import { rocSvg } from './roc-svg.ts';
import { isSummed, type Scene } from './scene.ts';
import { atTheBound, stageOf } from './shadow.ts';
import { MEMBERSHIP_HEAD, membershipRow } from './tables.ts';
import { rhoUnder, viewsOf } from './views.ts';

/** Reports that a device's budget of a week, ρ 1/16, and of a year, ρ 4, pays for at the least noise. */
const WEEK_REPORTS = 2;
const YEAR_REPORTS = 128;
/** Trials of the cheap rows, those of 40 weights, for one of the others. */
const CHEAP = 4;

/** Every kind in every view; then the shopper who is easiest to find, for one report, a week and a year. */
export async function runMembership(scene: Scene, { trials, seed, kinds, svg }: Pick<AttackOptions, 'trials' | 'seed' | 'kinds' | 'svg'>, say: (line: string) => void): Promise<readonly object[]> {
  const results: MembershipResult[] = [];
  const print = (result: MembershipResult, title?: string): void => {
    results.push(result);
    say(membershipRow(result, title));
  };
  for (const line of ['', 'Membership inference: did she report in this batch?', '', ...MEMBERSHIP_HEAD]) say(line);
  for (const kind of kinds) {
    const stage = await stageOf(scene, kind, stageSizeOf(kind));
    for (const view of viewsOf(kind)) {
      const [exact, guessed] = await tellMembers(stage, view, { trials, seed });
      print(exact);
      if (!isSummed(kind)) print(guessed); // counting has no chance in it: guesses are exact
    }
    if (kind !== 'mix') continue;
    const easiest = atTheBound(stage);
    for (const [reports, title] of [[1, 'mix, norm B'], [WEEK_REPORTS, 'mix, norm B, a week: 2 reports'], [YEAR_REPORTS, 'mix, norm B, a year: 128 reports']] as const) {
      const [exact] = await tellMembers(easiest, 'one-noise', { trials: reports === YEAR_REPORTS ? trials : CHEAP * trials, seed, reports });
      print(exact, title);
    }
  }
  if (svg) await writeFile(svg, rocSvg(results, rhoUnder(1)));
  return results.map((result) => ({ ...result, roc: undefined })); // thousands of scores that the figures already say
}
