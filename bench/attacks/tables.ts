import type { Distinction } from './distinguish.ts';
import type { Interval } from './intervals.ts';
import type { InversionResult } from './inversion.ts';
import type { MembershipResult } from './membership.ts';
import type { PoisonResult } from './poison.ts';
import type { Break, Witness } from './transcripts.ts';
import { VIEW_TITLES } from './views.ts';

/** Lines of a Markdown table, as `docs/ATTACKS.md` holds them. */
type Table = readonly string[];

/** Heading of {@link inversionRow}'s table. */
export const INVERSION_HEAD: Table = ['| report | looked for | what is seen | right | 95 % | chance | bound |', '|---|---|---|---|---|---|---|'];

/** One row: how often the attacker was right. */
export function inversionRow({ kind, question, view, trials, successes, interval, chance, bound }: InversionResult): string {
  return row([kind, question, VIEW_TITLES[view], `${successes} of ${trials}: ${three(successes / trials)}`, span(interval), three(chance), bound === undefined ? '–' : three(bound)]);
}

/** Heading of {@link membershipRow}'s table. */
export const MEMBERSHIP_HEAD: Table = ['| report | attacker knows | what is seen | AUC | 95 % | bound | found at 1 % false | 95 % | bound |', '|---|---|---|---|---|---|---|---|---|'];

/** One row: how well batches with her are told from batches without. @param title - in place of the kind, where the target is no plain one */
export function membershipRow(result: MembershipResult, title: string = result.kind): string {
  const { knowledge, view, area, areaInterval, bound, truePositives, truePositivesInterval } = result;
  const known = knowledge === 'exact' ? 'her report' : 'her history';
  return row([
    title, known, VIEW_TITLES[view], three(area), span(areaInterval), bound ? three(bound.area) : '–', three(truePositives), span(truePositivesInterval), bound ? three(bound.truePositives) : '–',
  ]);
}

/** Heading of {@link poisonRow}'s table. */
export const POISON_HEAD: Table = ['| model | malicious | they send | gate | HR@20 before | after the last round | lowest | rollbacks |', '|---|---|---|---|---|---|---|---|'];

/** One row: what a training under attack left behind. */
export function poisonRow({ kind, malicious, strategy, gated, before, trajectory, rollbacks }: PoisonResult): string {
  const rates = trajectory.map(({ hr20 }) => hr20);
  return row([kind, `${Math.round(100 * malicious)} %`, malicious > 0 ? strategy : '–', gated ? 'yes' : 'no', four(before.hr20), four(rates.at(-1) ?? 0), four(Math.min(...rates)), gated ? `${rollbacks} of ${trajectory.length}` : '–']);
}

/** Heading of {@link distinctionRow}'s table. */
export const DISTINCTION_HEAD: Table = ['| report | told apart | what is seen | broken | trials | AUC | 95 % |', '|---|---|---|---|---|---|---|'];

const WITNESS_TITLES: Readonly<Record<Witness, string>> = { nobody: 'the update itself (nobody sees it)', leader: "the leader's transcript", helper: "the helper's transcript" };
const BREAK_TITLES: Readonly<Record<Break, string>> = { none: 'nothing', mask: "every report's mask is the same", prover: "every proof's randomness is the same" };

/** One row: how well transcripts of two reports are told apart. */
export function distinctionRow({ kind, question, witness, broken, trials, area, areaInterval }: Distinction): string {
  return row([kind, question === 'reported' ? 'norm B or zeros' : 'two shoppers', WITNESS_TITLES[witness], BREAK_TITLES[broken], `2 × ${trials}`, three(area), span(areaInterval)]);
}

const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
const three = (x: number): string => x.toFixed(3).replace(/^0\./, '.');
const four = (x: number): string => x.toFixed(4).replace(/^0\./, '.');
const span = ({ low, high }: Interval): string => `${three(low)}–${three(high)}`;
