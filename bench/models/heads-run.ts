import type { CaseRanker } from '#bench/evaluate';
import { seededChance } from '#core/units';
import { judgeBuying } from './buying.ts';
import { DESIGNS, LOSS_BY_NAME } from './designs.ts';
import { inputOf, judged, zooRanker } from './judge.ts';
import { zooItems, type ZooData } from './load.ts';
import { scorerOf, zooModel } from './model.ts';
import type { ModelsOptions } from './options.ts';
import { labelledChoices, rerank, trainHead, type Reranking } from './rerank.ts';
import type { ZooRow } from './table.ts';
import { visitsOf } from './tiers.ts';
import { judgeOf, trainZoo } from './train.ts';

/** Share of train users whose examples heads learn from; the encoder below them must not have seen these. */
const HEAD_SHARE = 0.15;

/** Trains the first encoder without some users, heads on theirs, and ranks both. */
export async function headRows(data: ZooData, options: ModelsOptions, { print, say }: { readonly print: (row: ZooRow) => void; readonly say: (line: string) => void }): Promise<void> {
  const { encoders: [encoder = 'attention'], tiers: [tier = 'T11'], losses: [lossName = 'sampled'], vectors: [source = 'content'], seed, effort } = options;
  const chance = seededChance(seed);
  const isForHeads = data.examplesByDevice.map(() => chance.next() < HEAD_SHARE);
  const below = data.examplesByDevice.filter((_, device) => !isForHeads[device]).flat();
  const kept = data.choicesByDevice.filter((_, device) => isForHeads[device]).flat();
  const trainPart = { ...data, split: { ...data.split, train: data.split.train.filter((_, device) => !isForHeads[device]) } };
  const items = zooItems(trainPart, source);
  const model = zooModel(DESIGNS[encoder], tier, items, source === 'hashed');
  const loss = LOSS_BY_NAME[lossName];
  const { weights, seconds } = trainZoo({ model, loss, judge: judgeOf(loss, items.ids.length), examples: below, visits: visitsOf(tier, below.length, effort), seed });
  print({ name: `${encoder} ${tier} ${lossName} ${source}, 85 % of users`, parameters: weights.length, bytes: 4 * weights.length, trainSeconds: seconds, ...(await judged(data, zooRanker(data, model, weights))) });
  const reranking: Reranking = { scorer: scorerOf(model, weights), facts: { items, catalogue: data.catalogue } };
  const choices = labelledChoices(reranking, kept, seed);
  for (const name of options.heads) {
    if (name === 'bayes') {
      const result = judgeBuying(data.split.train, seed);
      say(result
        ? `bayes: of ${result.asked} looks by users it never counted ${result.bought} led to a purchase; AUC ${result.auc.toFixed(3)}, log loss ${result.logLoss.toFixed(4)} against ${result.baseLogLoss.toFixed(4)} of the base rate`
        : 'bayes: no purchase follows a look here');
      continue;
    }
    const trained = trainHead(name, choices, seed);
    const ranker: CaseRanker = {
      name,
      score(question) {
        const seen = new Set(data.split.removesHistory ? question.history.map(({ item }) => item) : []);
        return rerank(reranking, trained, inputOf(data, question), (item) => data.split.candidates[item] !== 1 || seen.has(item));
      },
    };
    print({ name: `+ ${name} on its best 200`, parameters: trained.weights.length, bytes: 4 * trained.weights.length, trainSeconds: trained.seconds, ...(await judged(data, ranker)) });
  }
}
