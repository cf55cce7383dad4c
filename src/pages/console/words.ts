import { surplusRange, surplusText } from '#core/audit';
import { MAX_NOISE_TO_SIGNAL } from '#core/fedavg';
import type { ModelKind, ModelRound, ModelTask } from '#core/protocol';

/** What each model is called, and what it does, for a merchant. */
export const MODEL_NAMES: Readonly<Record<ModelKind, { readonly name: string; readonly what: string }>> = {
  mix: { name: 'Mix', what: 'How much each recommender counts' },
  t11: { name: 'Encoder', what: 'Reads what a shopper looked at, in order' },
  pairs: { name: 'What goes with what', what: 'Counts products that the same shoppers turn to' },
  ctr: { name: 'Ads followed', what: 'How likely an ad is to be followed' },
  cvr: { name: 'Purchases after ads', what: 'How likely an ad that was followed is to be bought from' },
  portraits: { name: 'Portraits', what: 'What groups of shoppers like' },
};

/** What a noise-to-signal ratio means for learning. Counts are not held back by it: what the noise covers is cut one by one. */
export function noiseVerdict(ratio: number, model: ModelKind): { readonly tone: 'good' | 'warn' | 'bad'; readonly text: string } {
  if (model === 'pairs') return { tone: 'good', text: 'Counts that stand out of the noise are kept' };
  if (!(ratio <= MAX_NOISE_TO_SIGNAL)) return { tone: 'bad', text: 'Noise outweighs signal: the gate keeps the old model' };
  if (ratio > 1) return { tone: 'warn', text: 'Learns with small steps' };
  return { tone: 'good', text: 'Signal outweighs noise' };
}

/** How devices judged the candidate that a round began with; empty where there was none, or its task is not known, whose noise says how much the figure tells. */
export function judgedText({ verdict, leaderReports }: Pick<ModelRound, 'verdict' | 'leaderReports'>, task: ModelTask | undefined): string {
  if (!verdict || !task) return '';
  return `Found better, less found worse: ${surplusText(surplusRange(verdict.surplus, { reports: leaderReports, task }))}`;
}

/** Reports at which R falls to `ratio`, from what R is at `reports`: R is proportional to 1 / n. */
export function reportsFor(ratio: number, noiseToSignal: number, reports: number): number {
  return Math.ceil((noiseToSignal * reports) / ratio);
}
