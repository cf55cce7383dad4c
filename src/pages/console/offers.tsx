import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { CampaignFault } from '#core/campaigns';
import type { ItemId } from '#core/catalogue';
import type { OfferSet, ParityGap, PriceFile } from '#core/offers';
import { formatMoney, Notice } from '#page/frame';
import { ask, type Person } from './api.ts';
import { LIFE_CYCLE_NAMES } from './campaign-words.ts';
import { ChecksField, ChipsField, SelectField, TextField } from './fields.tsx';
import { Conflict } from './conflict.tsx';
import { CouponFigures } from './coupon-figures.tsx';
import { couponOf, newCoupon, offerDifferences, offerMistakes, offerSetOf, offersFormOf, segmentOf, type CouponForm, type OffersForm } from './offer-form.ts';
import { CouponPreview } from './offer-preview.tsx';
import { NotSaved } from './not-saved.tsx';
import type { Shelf } from './products.ts';
import { savedText } from './save-words.ts';
import { useDraft, type Change, type Draft } from './use-draft.ts';
import { useSaving } from './use-saving.ts';

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
  readonly set: (change: Change<OffersForm>) => void;
}

/** @param at - where the paths of `faults` count it; below 0 where they do not know it */
function CouponFields({ at, coupon, redeemed, faults, shelf, onInput, onRemove }: { readonly at: number; readonly coupon: CouponForm; readonly redeemed: OfferSet['redeemed']; readonly onInput: (change: Partial<CouponForm>) => void; readonly onRemove: () => void } & Pick<PartProps, 'faults' | 'shelf'>): JSX.Element {
  const path = (field: string): string => `coupons[${at}].${field}`;
  const text = (field: 'code' | 'terms' | 'amount' | 'minBasket' | 'earned' | 'uses', label: string, of: string, more: { readonly hint?: string; readonly suffix?: string } = {}): JSX.Element =>
    <TextField label={label} {...more} path={path(of)} faults={faults} value={coupon[field]} onInput={(value) => onInput({ [field]: value })} />;
  const time = (field: 'start' | 'end', label: string): JSX.Element => <TextField label={label} type="datetime-local" path={path(`${field}Ms`)} faults={faults} value={coupon[field]} onInput={(value) => onInput({ [field]: value })} />;
  return (
    <section class="panel" id={`coupon-${coupon.key}`} tabIndex={-1} aria-labelledby={`coupon-${coupon.key}-title`}>
      <div class="panel-head"><h2 id={`coupon-${coupon.key}-title`}>Coupon {coupon.code || 'without a code'}</h2><button type="button" class="link-button" onClick={onRemove}>Take this coupon out</button></div>
      <div class="form-grid">
        {text('code', 'Code', 'code', { hint: 'What the till takes: the same for everyone' })}
        {text('terms', 'Terms', 'terms', { hint: 'One line of at most 140 characters' })}
        <SelectField label="Takes off" path={path('reduction')} faults={faults} value={coupon.kind} options={[['percent', 'Per cent'], ['cents', `An amount in ${shelf.currency}`]]} onInput={(kind) => onInput({ kind })} />
        {text('amount', coupon.kind === 'percent' ? 'Per cent' : 'Amount', `reduction.${coupon.kind}`, { suffix: coupon.kind === 'percent' ? '%' : shelf.currency })}
        {text('minBasket', 'Least basket', 'minBasketCents', { suffix: shelf.currency })}
        {text('earned', 'Earns you', 'earnedCents', { suffix: shelf.currency, hint: 'What you think a redemption earns more than no coupon would have; everybody can read it' })}
        {time('start', 'Begins')}
        {time('end', 'Ends')}
        {text('uses', 'Uses of one device', 'usesPerDevice')}
        <ChipsField label="Categories" hint="None: the whole basket" path={path('categories')} faults={faults} values={coupon.categories} known={shelf.categories} onInput={(categories) => onInput({ categories })} />
        <ChecksField label="Shown to" hint="None: everybody. Whoever knows the code may use it" path={path('audience')} faults={faults} values={coupon.lifeCycles} options={LIFE_CYCLE_NAMES} onInput={(lifeCycles) => onInput({ lifeCycles })} />
        <CouponPreview coupon={couponOf(coupon)} currency={shelf.currency} />
        {coupon.was && <CouponFigures id={coupon.was.id} redeemed={redeemed} />}
      </div>
    </section>
  );
}

function Bands({ form: { timeZone, dayMs, segments }, faults, shelf, set, prices }: PartProps & { readonly prices: PriceFile | null }): JSX.Element {
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
      {dayMs !== undefined && <p class="hint">A day of these prices lasts {Math.round(dayMs / 1000)} seconds and not a day of the clock: so it is published with them.</p>}
      <TextField label="Clock of the shop" hint="A time zone such as Europe/Berlin" path="pricing.timeZone" faults={faults} value={timeZone} onInput={(zone) => set({ timeZone: zone })} />
      {segments.length > 0 && (
        <div class="table-box"><table class="data"><thead><tr><th>Category</th><th>Products</th><th>Prices of one, by part of the day</th><th><span class="hidden-text">Take out</span></th></tr></thead>
          <tbody>{segments.map(({ name, bands }) => <tr key={name}><th scope="row">{name}</th><td class="number">{bands.length}</td><td>{example(bands.map(({ itemId }) => itemId))}</td><td class="end"><button type="button" class="link-button" onClick={() => set((now) => ({ segments: now.segments.filter((segment) => segment.name !== name) }))}>Take out</button></td></tr>)}</tbody>
        </table></div>
      )}
      <SelectField label="A category, 10 % below and above its prices" path="pricing.segments" faults={faults} value={category} options={[['', 'Choose one'], ...shelf.categories.filter((name) => !segments.some((segment) => segment.name === name)).map((name) => [name, name] as const)]} onInput={setCategory} />
      <span class="row"><button type="button" class="button plain" disabled={category === ''} onClick={() => {
        set((now) => ({ segments: [...now.segments, segmentOf(category, BAND_PERCENT, shelf, now.segments)] }));
        setCategory('');
      }}>Add its prices</button></span>
    </section>
  );
}

function CouponList({ form: { coupons }, faults, rows, redeemed, shelf, set }: PartProps & { readonly rows: readonly number[]; readonly redeemed: OfferSet['redeemed'] }): JSX.Element {
  const addButton = useRef<HTMLButtonElement>(null);
  const put = (key: number, change: Partial<CouponForm>): void => set((now) => ({ coupons: now.coupons.map((coupon) => (coupon.key === key ? { ...coupon, ...change } : coupon)) }));
  const remove = (key: number, neighbour: CouponForm | undefined): void => {
    (neighbour ? document.getElementById(`coupon-${neighbour.key}`) : addButton.current)?.focus(); // the button that has the focus goes
    set((now) => ({ coupons: now.coupons.filter((coupon) => coupon.key !== key) }));
  };
  return (
    <>
      {coupons.map((coupon, i) => (
        <CouponFields key={coupon.key} at={rows.indexOf(coupon.key)} coupon={coupon} redeemed={redeemed} faults={faults} shelf={shelf} onInput={(change) => put(coupon.key, change)} onRemove={() => remove(coupon.key, coupons[i + 1] ?? coupons[i - 1])} />
      ))}
      <span class="row"><button type="button" class="button plain" ref={addButton} onClick={() => set((now) => ({ coupons: [...now.coupons, newCoupon(Date.now())] }))}>Add a coupon</button></span>
    </>
  );
}

/** Coupons and bands of prices: one set for everyone. */
export function Offers(props: { readonly person: Person; readonly shelf: Shelf; readonly shop: string }): JSX.Element {
  const [published, setPublished] = useState<Published | undefined>(undefined);
  const [failure, setFailure] = useState('');
  useEffect(() => {
    const look = async (): Promise<void> => {
      const found = await ask<Published>('GET', '/api/offers');
      if (found.ok) setPublished(found.value);
      else setFailure(found.fault.message);
    };
    void look();
  }, []);
  if (published) return <OffersEditor {...props} first={published} />;
  return failure === '' ? <p role="status">Loading the offers</p> : <Notice title="The offers could not be loaded" tone="bad"><p>{failure}</p></Notice>;
}

/** What is published, and publishing the form over it. */
function usePublishing(first: Published, { form, begin, settle }: Draft<OffersForm>, names: Pick<OfferSet, 'shop' | 'currency'>) {
  const [published, setPublished] = useState(first);
  const { attempt, isSaving, say, save } = useSaving<OfferSet, Published>();
  return {
    published, isSaving, attempt,
    take(theirs: Published): void {
      setPublished(theirs);
      begin(offersFormOf(theirs.set));
      say('This is what they published');
    },
    publish(before = published.hash): Promise<void> {
      const mine = offerSetOf(form, published.set ?? names);
      return save({
        mine, mistakes: offerMistakes(mine), rows: form.coupons.map(({ key }) => key), said: 'Published: devices take it over at their next look',
        send: (set) => ask<Published>('PUT', '/api/offers', { before, set }),
        onKept(now) {
          setPublished(now);
          settle(form, offersFormOf(now.set, form));
        },
      });
    },
  };
}

function OffersEditor({ person, shelf, shop, first }: Parameters<typeof Offers>[0] & { readonly first: Published }): JSX.Element {
  const draft = useDraft(offersFormOf(first.set));
  const { published: { set, refused, prices }, isSaving, attempt: { faults, rows, failure, said, conflict }, take, publish } = usePublishing(first, draft, { shop, currency: shelf.currency });
  const common = { form: draft.form, faults, shelf, set: draft.set };
  const isOwner = person.role === 'owner';
  return (
    <>
      <header class="tool-head"><h1>Offers</h1><p>One public set, the same for everyone. Each browser chooses from it what its shopper sees; nobody is told which.</p></header>
      {refused && <Notice title="Prices stand at their base" tone="warn"><p>{`${refused.first} met raised prices ${Math.round(100 * Math.abs(refused.difference))} devices in 100 ${refused.difference > 0 ? 'more' : 'less'} often than ${refused.second}. They move again once you publish other bands.`}</p></Notice>}
      {conflict && <Conflict title="Somebody published other offers while you were writing" rows={offerDifferences(conflict.mine, conflict.theirs.set)} onMine={() => void publish(conflict.theirs.hash)} onTheirs={() => take(conflict.theirs)} />}
      {failure !== '' && !conflict && <NotSaved failure={failure} faults={faults} />}
      <form class="editor" noValidate onSubmit={(event) => {
        event.preventDefault();
        void publish();
      }}>
        <fieldset class="form-body" disabled={!isOwner}>
          <legend class="hidden-text">The offers</legend>
          <CouponList {...common} rows={rows} redeemed={set?.redeemed} />
          <Bands {...common} prices={prices} />
        </fieldset>
        <div class="save-bar">
          <p role="status">{isOwner ? savedText({ isDirty: draft.isDirty, isSaving, said }, 'published') : 'An owner publishes offers'}</p>
          {isOwner && <button type="submit" class="button" disabled={!draft.isDirty || isSaving}>Publish the offers</button>}
        </div>
      </form>
    </>
  );
}
