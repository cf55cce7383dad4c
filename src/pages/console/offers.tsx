import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { CampaignFault } from '#core/campaigns';
import type { ItemId } from '#core/catalogue';
import type { OfferSet, ParityGap, PriceFile } from '#core/offers';
import { formatMoney, Notice } from '#page/frame';
import { ask, type Person } from './api.ts';
import { LIFE_CYCLE_NAMES } from './campaign-words.ts';
import { ChecksField, ChipsField, SelectField, TextField } from './fields.tsx';
import { couponOf, newCoupon, offerSetOf, offersFormOf, segmentOf, type CouponForm, type OffersForm } from './offer-form.ts';
import { CouponPreview } from './offer-preview.tsx';
import type { Shelf } from './products.ts';

/** What the console says of offers. */
interface Published {
  readonly set: OfferSet | null;
  readonly hash: string | null;
  readonly prices: PriceFile | null;
  readonly refused: ParityGap | null;
}

/** By how many per cent a new band lets prices move, to be changed by removing and adding it. */
const BAND_PERCENT = 10;

interface PartProps {
  readonly form: OffersForm;
  readonly faults: readonly CampaignFault[];
  readonly shelf: Shelf;
  readonly set: (change: Partial<OffersForm>) => void;
}

function CouponFields({ at, coupon, faults, shelf, onInput, onRemove }: { readonly at: number; readonly coupon: CouponForm; readonly onInput: (coupon: CouponForm) => void; readonly onRemove: () => void } & Pick<PartProps, 'faults' | 'shelf'>): JSX.Element {
  const path = (field: string): string => `coupons[${at}].${field}`;
  const text = (field: 'code' | 'terms' | 'amount' | 'minBasket' | 'earned' | 'uses', label: string, of: string, hint?: string): JSX.Element =>
    <TextField label={label} {...(hint !== undefined && { hint })} path={path(of)} faults={faults} value={coupon[field]} onInput={(value) => onInput({ ...coupon, [field]: value })} />;
  const time = (field: 'start' | 'end', label: string): JSX.Element => <TextField label={label} type="datetime-local" path={path(`${field}Ms`)} faults={faults} value={coupon[field]} onInput={(value) => onInput({ ...coupon, [field]: value })} />;
  return (
    <section class="panel" aria-label={`Coupon ${coupon.code || 'without a code'}`}>
      <div class="form-grid">
        {text('code', 'Code', 'code', 'What the till takes: the same for everyone')}
        {text('terms', 'Terms', 'terms', 'One line of at most 140 characters')}
        <SelectField label="Takes off" path={path('reduction')} faults={faults} value={coupon.kind} options={[['percent', 'Per cent'], ['cents', `An amount in ${shelf.currency}`]]} onInput={(kind) => onInput({ ...coupon, kind })} />
        {text('amount', coupon.kind === 'percent' ? 'Per cent' : 'Amount', `reduction.${coupon.kind}`)}
        {text('minBasket', 'Least basket', 'minBasketCents')}
        {text('earned', 'Earns you', 'earnedCents', 'What you think a redemption earns more than no coupon would have; everybody can read it')}
        {time('start', 'Begins')}
        {time('end', 'Ends')}
        {text('uses', 'Uses of one device', 'usesPerDevice')}
        <ChipsField label="Categories" hint="None: the whole basket" path={path('categories')} faults={faults} values={coupon.categories} known={shelf.categories} onInput={(categories) => onInput({ ...coupon, categories })} />
        <ChecksField label="Shown to" hint="None: everybody. Whoever knows the code may use it" path={path('audience')} faults={faults} values={coupon.lifeCycles} options={LIFE_CYCLE_NAMES} onInput={(lifeCycles) => onInput({ ...coupon, lifeCycles })} />
        <CouponPreview coupon={couponOf(coupon)} currency={shelf.currency} />
      </div>
      <span class="row"><button type="button" class="link-button" onClick={onRemove}>Take this coupon out</button></span>
    </section>
  );
}

function Bands({ form: { timeZone, segments }, faults, shelf, set, prices }: PartProps & { readonly prices: PriceFile | null }): JSX.Element {
  const [category, setCategory] = useState('');
  const example = (ids: readonly ItemId[]): string => {
    const id = ids.find((each) => prices?.cents[each]);
    const cents = id === undefined ? undefined : prices?.cents[id];
    return cents ? `${shelf.byId.get(id ?? '')?.title ?? id}: ${[...new Set(Object.values(cents))].map((each) => formatMoney(each, shelf.currency)).join(', ')}` : 'none yet';
  };
  return (
    <section class="panel" aria-labelledby="bands-title">
      <h2 id="bands-title">Prices that follow demand</h2>
      <p>Within these bounds a price follows how much its category is wanted in each part of the day, by noised sums, at most 5 % a day. At one moment it is the same for everybody. Your till reads the same file.</p>
      <TextField label="Clock of the shop" hint="A time zone such as Europe/Berlin" path="pricing.timeZone" faults={faults} value={timeZone} onInput={(zone) => set({ timeZone: zone })} />
      {segments.length > 0 && (
        <div class="table-box"><table class="data"><thead><tr><th>Category</th><th>Products</th><th>Prices of one, by part of the day</th><th><span class="hidden-text">Take out</span></th></tr></thead>
          <tbody>{segments.map(({ name, bands }, i) => <tr key={name}><th scope="row">{name}</th><td class="number">{bands.length}</td><td>{example(bands.map(({ itemId }) => itemId))}</td><td class="end"><button type="button" class="link-button" onClick={() => set({ segments: segments.filter((_, j) => j !== i) })}>Take out</button></td></tr>)}</tbody>
        </table></div>
      )}
      <SelectField label="A category, 10 % below and above its prices" path="pricing.segments" faults={faults} value={category} options={[['', 'Choose one'], ...shelf.categories.filter((name) => !segments.some((segment) => segment.name === name)).map((name) => [name, name] as const)]} onInput={setCategory} />
      <span class="row"><button type="button" class="button plain" disabled={category === ''} onClick={() => {
        set({ segments: [...segments, segmentOf(category, BAND_PERCENT, shelf, segments)] });
        setCategory('');
      }}>Add its prices</button></span>
    </section>
  );
}

/** Coupons and bands of prices: one set for everyone. */
export function Offers({ person, shelf, shop }: { readonly person: Person; readonly shelf: Shelf; readonly shop: string }): JSX.Element {
  const [published, setPublished] = useState<Published | undefined>(undefined);
  const [form, setForm] = useState<OffersForm | undefined>(undefined);
  const [faults, setFaults] = useState<readonly CampaignFault[]>([]);
  const [said, setSaid] = useState<{ readonly text: string; readonly isBad: boolean }>({ text: '', isBad: false });
  useEffect(() => {
    const look = async (): Promise<void> => {
      const found = await ask<Published>('GET', '/api/offers');
      if (found.ok) setPublished(found.value);
      else setSaid({ text: found.fault.message, isBad: true });
    };
    void look();
  }, []);
  if (!published) return said.isBad ? <Notice title="The offers could not be loaded" tone="bad"><p>{said.text}</p></Notice> : <p role="status">Loading the offers</p>;
  const { refused, prices } = published;
  const now = form ?? offersFormOf(published.set);
  const set = (change: Partial<OffersForm>): void => setForm({ ...now, ...change });
  const publish = async (): Promise<void> => {
    const done = await ask<Published>('PUT', '/api/offers', { before: published.hash, set: offerSetOf(now, published.set ?? { shop, currency: shelf.currency }) });
    setFaults(done.ok ? [] : (done.fault.faults ?? []));
    setSaid(done.ok ? { text: 'Published: devices take it over at their next look', isBad: false } : { text: done.fault.message, isBad: true });
    if (!done.ok) return;
    setPublished(done.value);
    setForm(undefined);
  };
  return (
    <>
      <header class="tool-head"><h1>Offers</h1><p>One public set, the same for everyone. Each browser chooses from it what its shopper sees; nobody is told which.</p></header>
      {refused && <Notice title="Prices stand at their base" tone="warn"><p>{`${refused.first} met raised prices ${Math.round(100 * Math.abs(refused.difference))} devices in 100 ${refused.difference > 0 ? 'more' : 'less'} often than ${refused.second}. They move again once you publish other bands.`}</p></Notice>}
      <form class="editor" noValidate onSubmit={(event) => {
        event.preventDefault();
        void publish();
      }}>
        <fieldset class="form-body" disabled={person.role !== 'owner'}>
          <legend class="hidden-text">The offers</legend>
          {now.coupons.map((coupon, i) => <CouponFields key={i} at={i} coupon={coupon} faults={faults} shelf={shelf} onInput={(changed) => set({ coupons: now.coupons.map((each, j) => (j === i ? changed : each)) })} onRemove={() => set({ coupons: now.coupons.filter((_, j) => j !== i) })} />)}
          <span class="row"><button type="button" class="button plain" onClick={() => set({ coupons: [...now.coupons, newCoupon(Date.now())] })}>Add a coupon</button></span>
          <Bands form={now} faults={faults} shelf={shelf} set={set} prices={prices} />
        </fieldset>
        <div class="save-bar"><p role="status" class={said.isBad ? 'wrong' : ''}>{said.text || (person.role === 'owner' ? '' : 'An owner publishes offers')}</p>{person.role === 'owner' && <button type="submit" class="button" disabled={form === undefined}>Publish the offers</button>}</div>
      </form>
    </>
  );
}
