import { expect, test } from 'vitest';
import { chargeOf, expectedCents } from '#core/ads';
import type { Campaign } from '#core/campaigns';
import { aCampaign, aCreative } from '#support/campaigns';

test.each<[Campaign['bid'], string, number]>([
  [{ kind: 'cpm', cents: 500 }, 'viewables', 0.5],
  [{ kind: 'cpc', cents: 40 }, 'clicks', 40],
  [{ kind: 'cpa', cents: 300 }, 'conversions', 300],
  [{ kind: 'margin', share: 0.2 }, 'value', 0.2],
])('chargeOf() of %o charges %s', (bid, count, cents) => expect(chargeOf(bid)).toEqual({ count, cents }));

test('what an impression is worth is what it charges on average, for every bid', () => {
  const [click, buy, order] = [0.03, 0.1, 5_000];
  const events = { viewables: 1, clicks: click, conversions: click * buy, value: click * buy * order };
  for (const bid of [{ kind: 'cpm', cents: 500 }, { kind: 'cpc', cents: 40 }, { kind: 'cpa', cents: 300 }, { kind: 'margin', share: 0.2 }] satisfies Campaign['bid'][]) {
    const { count, cents } = chargeOf(bid);
    expect(expectedCents({ campaign: aCampaign('a', { bid }), creative: aCreative() }, click, { buyChance: buy, orderCents: order })).toBeCloseTo(events[count] * cents, 10);
  }
});
