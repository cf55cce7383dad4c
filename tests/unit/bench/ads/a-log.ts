import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { seededChance } from '#core/units';

/** A log of made-up clicks: a campaign, a place, a price with gaps, a row number; some users like to click. */
export function aClickLog({ rows, users, seed }: { readonly rows: number; readonly users: number; readonly seed: number }): string {
  const chance = seededChance(seed);
  const own = Array.from({ length: users }, () => 0.7 * chance.normal());
  const lines = ['row,shopper,clicked,campaign,place,price,timestamp'];
  for (let row = 0; row < rows; row++) {
    const [user, campaign, place, price] = [chance.below(users), chance.below(12), chance.below(4), Math.exp(chance.normal())];
    const logit = -1.2 + (own[user] ?? 0) + 0.5 * Math.cos(7 * campaign) + (campaign % 4 === place ? 1.2 : 0) - 0.6 * Math.log(price);
    const isClicked = chance.next() < 1 / (1 + Math.exp(-logit));
    lines.push([row, `u${user}`, isClicked ? 1 : 0, `"campaign, ${campaign}"`, `p${place}`, chance.next() < 0.1 ? '' : price.toFixed(3), 1_700_000_000 + 60 * row].join(','));
  }
  return `${lines.join('\n')}\n`;
}

/** Writes a file for one test. @returns its path */
export function aFile(text: string, name = 'log.csv'): string {
  const path = join(mkdtempSync(join(tmpdir(), 'homebird-ads-')), name);
  writeFileSync(path, text);
  return path;
}
