import { FOLLOWED_WITHIN_MS, type AdContext, type AdFacts, type Predict } from '#core/ads';
import { adModelSizes, PLAIN_CALIBRATION, predictAd } from '#core/ctr';
import { decodeModel } from '#core/fedavg';
import type { ShopperHistory } from '#core/features';
import { equalBytes, keptFile, type ContentHash } from '#core/units';
import { firstAdModel } from '#worker/models';
import { adMoment, adThen } from './ad-moments.ts';
import { audienceOf, type AudienceNow } from './audience.ts';
import type { DeviceParts } from './options.ts';

type Heads = Parameters<typeof predictAd>[0];
type Stores = Pick<DeviceParts['stores'], 'settings' | 'files' | 'events'>;

/** The verified models in use, read once. */
let known: { readonly hashes: string; readonly heads: Heads | undefined } | undefined;

/** Models that devices have trained; undefined before a first step of `ctr` was found better than none. Before that of `cvr` its first weights stand: what shops at large sell after a click. */
async function headsOf({ settings, files }: Stores): Promise<Heads | undefined> {
  const { ctr, cvr } = (await settings.read('verifiedAds'))?.models ?? {};
  const hashes = `${ctr?.hash} ${cvr?.hash}`;
  if (known?.hashes === hashes) return known.heads;
  const weightsOf = async (kind: keyof Heads, hash: ContentHash | undefined): Promise<Float32Array<ArrayBuffer>> => {
    const bytes = await keptFile(files, hash);
    const model = bytes && decodeModel(bytes);
    return model?.ok && model.value.kind === kind && adModelSizes(kind).includes(model.value.weights.length) ? model.value.weights : firstAdModel(kind);
  };
  const heads = { ctr: await weightsOf('ctr', ctr?.hash), cvr: await weightsOf('cvr', cvr?.hash) };
  const isTrained = !equalBytes(new Uint8Array(heads.ctr.buffer), new Uint8Array(firstAdModel('ctr', 1 + adModelSizes('ctr').indexOf(heads.ctr.length)).buffer));
  known = { hashes, heads: isTrained ? heads : undefined };
  return known.heads;
}

/** What chances are worked out from. */
interface ChanceSource extends Pick<DeviceParts, 'catalogue'> {
  readonly stores: Stores;
  readonly history: Pick<ShopperHistory, 'interactions'>;
  /** What she is held for now, where that was worked out before. */
  readonly held?: Pick<AudienceNow, 'shop' | 'facts'> | undefined;
}

/** Chances by the trained models, for one moment; undefined before there are any. */
export async function chancesOf({ stores, catalogue, history, held }: ChanceSource, { showings, delivery, nowMs }: AdFacts): Promise<Predict | undefined> {
  const heads = await headsOf(stores);
  if (!heads) return undefined;
  const audience = held ? { shop: held.shop, factsAt: () => held.facts } : await audienceOf({ catalogue, stores });
  const then = adThen(audience, { events: await stores.events.all(), interactions: history.interactions }, nowMs);
  // Of ads that were seen and may no longer be followed, by what was told of them when they were shown.
  const certain = showings.filter(({ viewedMs, clickedMs, clickChance }) => clickChance !== undefined && viewedMs !== undefined && (clickedMs !== undefined || nowMs - viewedMs >= FOLLOWED_WITHIN_MS));
  const own = { clicks: certain.filter(({ clickedMs }) => clickedMs !== undefined).length, expected: certain.reduce((sum, { clickChance = 0 }) => sum + clickChance, 0) };
  const momentFor = onceEach((of: AdContext) => adMoment(then, of));
  const chances = onceEach((of: AdContext) => predictAd(heads, delivery?.calibration ?? PLAIN_CALIBRATION, momentFor(of), own));
  return {
    clickChance: (of) => chances(of).pctr,
    buyChance: (of) => chances(of).pcvr,
    plain(of) {
      const { pctr, pcvr } = predictAd(heads, PLAIN_CALIBRATION, momentFor(of));
      return { clickChance: pctr, buyChance: pcvr };
    },
  };
}

/** `work`, done once for an input that is asked about over and over: each candidate is valued under many draws. */
function onceEach<Value>(work: (of: AdContext) => Value): (of: AdContext) => Value {
  const done = new Map<AdContext, Value>();
  return (of) => {
    const before = done.get(of);
    if (before !== undefined) return before;
    const value = work(of);
    done.set(of, value);
    return value;
  };
}
