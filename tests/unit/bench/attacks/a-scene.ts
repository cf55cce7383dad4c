import { datasetBuilder, datasetCatalogue, splitByTime } from '#bench/data';
import { subjectOf, trainCounts } from '#bench/lanes';
import { seededChance } from '#core/units';
import { sceneOf, type Scene } from '../../../../bench/attacks/scene.ts';

/** A small shop whose shoppers keep to two of ten aisles each: enough for updates to differ, and for a trained model 0 in a second. */
export function aScene({ users = 140, items = 120, visits = 16 } = {}): Scene {
  const chance = seededChance(3);
  const builder = datasetBuilder();
  const aisles = 10;
  for (let item = 0; item < items; item++) builder.itemIndex(`i${item}`, { title: `aisle${item % aisles} thing${item}`, category: [`aisle${item % aisles}`] });
  for (let user = 0; user < users; user++) {
    const own = [chance.below(aisles), chance.below(aisles)];
    for (let visit = 0; visit < visits; visit++) {
      const item = (own[chance.below(2)] ?? 0) + aisles * chance.below(items / aisles);
      builder.add({ user: `u${user}`, item: `i${item}`, type: visit % 5 === 4 ? 'purchase' : 'view_item', atMs: 1_800_000_000_000 + user * 1_000 + visit * 3_600_000 });
    }
  }
  const dataset = builder.build('aisles', true);
  const split = splitByTime(dataset, { seed: 1 });
  return sceneOf(subjectOf(dataset, split, datasetCatalogue(dataset, trainCounts(split.train, items)), 1), 1);
}
