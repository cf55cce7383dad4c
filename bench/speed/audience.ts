import { crowdsIn, fadingRows, gapRows, madeUpMemoryRows, memoryRows, portraitRows, priceRow, type MemoryRow, type TagRow } from '#bench/audience';
import { figure, type Figure } from './figure.ts';

/** Portraits, half-lives and places among prices, as figures; of made-up groups alone where the data is not beside the checkout. */
export async function measureAudience(data: string): Promise<readonly Figure[]> {
  const figures: Figure[] = madeUpMemoryRows().map(memoryFigure);
  for (const crowd of await crowdsIn(data)) {
    const rows = portraitRows(crowd);
    figures.push(...rows.map(({ kind, fit, devices, clusters, kept, value }) => {
      const central = rows.find((row) => row.kind === kind && row.fit === 'central')?.value ?? 0;
      const measure = kind === 'kmeans' ? 'share of squared distance explained' : 'nats a dimension above one Gaussian';
      return figure(`${kind} ${crowd.name}`, kind === 'kmeans' ? 'share' : 'effect', value, central, `${fit}, ${devices} devices${crowd.isMadeUp ? ' (made up)' : ''}, ${kept} of ${clusters} kept: ${measure}, shoppers held out; the baseline is central`);
    }));
    figures.push(...memoryRows(crowd).map(memoryFigure));
    if (!crowd.isMadeUp) figures.push(...[...fadingRows(crowd), ...priceRow(crowd), ...gapRows(crowd)].map(tagFigure));
  }
  return figures;
}

function memoryFigure({ set, cohort, rounds, measure, remembered, forgotten, kept }: MemoryRow): Figure {
  return figure(`portraits that remember, ${set}`, measure.startsWith('share') ? 'share' : 'effect', remembered, forgotten, `${measure}, after ${rounds} rounds of ${cohort} at the noise of both servers, ${kept.remembered.toFixed(1)} kept; the baseline forgets each round, ${kept.forgotten.toFixed(1)} kept`);
}

function tagFigure({ figure: name, value, baseline, note }: TagRow): Figure {
  return figure(name, 'share', value, baseline, note);
}
