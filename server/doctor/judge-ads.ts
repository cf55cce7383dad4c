import type { Found, PageFacts } from './facts.ts';
import { grouped, verdictsAt, type Verdict } from './verdict.ts';

const ADS_DOCS = 'see docs/shops/ads.md';

/** Places of one page that are written so that no ad can come. */
function wrongPlaces({ ads, url }: PageFacts): readonly Verdict[] {
  const at = verdictsAt(url);
  return ads.flatMap(({ slot, sizes }) => [
    ...(slot === '' ? [at.broken('ads.slot', 'a <homebird-ad> without a name', `give it slot="…", as campaigns name it; ${ADS_DOCS}`)] : []),
    ...(/\d+x\d+/.test(sizes) ? [] : [at.broken('ads.sizes', `the place “${slot}” names no size: “${sizes}”`, `write sizes="300x250,320x50"; ${ADS_DOCS}`)]),
  ]);
}

/** Places for ads on every page that was opened: as far as that shows without a yes to ads, which is never said here. */
export function judgeAds({ page, after }: Found): readonly Verdict[] {
  if (!page) return [];
  const pages = [page, ...(after?.products ?? []), ...(after?.others ?? [])];
  const count = pages.reduce((sum, { ads }) => sum + ads.length, 0);
  if (count === 0) return [];
  const { endpoint = '', ads = 'off' } = page.lines[0]?.attributes ?? {};
  const at = verdictsAt(page.url);
  const wrong = [
    ...(endpoint === '' ? [at.broken('ads.leader', 'places for ads, and no leader that publishes campaigns', 'add data-endpoint and data-policy to the embed line')] : []),
    ...(ads === 'on' ? [] : [at.broken('ads.offered', 'places for ads, and the embed line does not offer them', 'add data-ads="on" to the embed line')]),
    ...pages.flatMap(wrongPlaces),
  ];
  return wrong.length > 0 ? grouped(wrong) : [at.fine('ads', `${count} places for ads are written right; what comes there is decided in each browser, after a yes`)];
}
