import type { JSX } from 'preact';
import type { CampaignFault } from '#core/campaigns';
import { idFrom, SPANS, type CampaignForm } from './campaign-form.ts';
import { BID_NAMES, LABELS, LIFE_CYCLE_NAMES, OBJECTIVE_NAMES, SPAN_NAMES } from './campaign-words.ts';
import { ChecksField, Chips, ChipsField, faultsAt, SelectField, TextField } from './fields.tsx';
import { ProductSearch } from './product-search.tsx';
import type { Shelf } from './products.ts';
import type { Change } from './use-draft.ts';
import { WeekGrid } from './week-grid.tsx';

/** What each part of the editor is given. */
export interface PartProps {
  readonly form: CampaignForm;
  readonly faults: readonly CampaignFault[];
  readonly shelf: Shelf;
  readonly set: (change: Change<CampaignForm>) => void;
}

const optionsOf = <Value extends string>(names: Readonly<Record<Value, string>>): readonly (readonly [Value, string])[] => Object.entries(names) as [Value, string][];

/** Name, advertiser and what it is after. */
export function NameFields({ form, faults, set, isNew }: PartProps & { readonly isNew: boolean }): JSX.Element {
  // Until somebody writes one, the id follows the name, and an empty creative's follows with it.
  const named = (name: string): void => set((now) => {
    if (!isNew || (now.id !== '' && now.id !== idFrom(now.name))) return { name };
    const id = idFrom(name);
    return { name, id, creatives: now.creatives.map((creative, i) => (creative.id === '' || creative.id === `${now.id}-${i + 1}` ? { ...creative, id: id === '' ? '' : `${id}-${i + 1}` } : creative)) };
  });
  const advertised = (advertiser: string): void => set((now) => ({ advertiser, creatives: now.creatives.map((creative) => (creative.sponsored === now.advertiser ? { ...creative, sponsored: advertiser } : creative)) }));
  return (
    <section class="panel" aria-labelledby="name-title">
      <h2 id="name-title">Campaign</h2>
      <div class="form-grid">
        <TextField label={LABELS.name} hint="For you and your colleagues; never published" path="name" faults={faults} value={form.name} onInput={named} />
        <TextField label={LABELS.id} hint={isNew ? 'Small letters, digits and dashes. It never changes' : 'It never changes'} path="campaign.id" faults={faults} value={form.id} disabled={!isNew} onInput={(id) => set({ id })} />
        <TextField label={LABELS.advertiser} hint="Who pays, on every ad" path="campaign.advertiser" faults={faults} value={form.advertiser} onInput={advertised} />
        <SelectField label={LABELS.objective} path="campaign.objective" faults={faults} value={form.objective} options={optionsOf(OBJECTIVE_NAMES)} onInput={(objective) => set({ objective })} />
      </div>
    </section>
  );
}

/** Bid, budget and caps. */
export function MoneyFields({ form, faults, set, shelf: { currency } }: PartProps): JSX.Element {
  const isMargin = form.bidKind === 'margin';
  return (
    <section class="panel" aria-labelledby="money-title">
      <h2 id="money-title">Bid and budget</h2>
      <div class="form-grid">
        <SelectField label={LABELS.pays} path="campaign.bid.kind" faults={faults} value={form.bidKind} options={optionsOf(BID_NAMES)} onInput={(bidKind) => set({ bidKind })} />
        <TextField label={isMargin ? LABELS.share : LABELS.bid} path={isMargin ? 'campaign.bid.share' : 'campaign.bid.cents'} faults={faults} value={form.bid} inputMode="decimal" suffix={isMargin ? '%' : currency} onInput={(bid) => set({ bid })} />
        <TextField label={LABELS.total} path="budget.totalCents" faults={faults} value={form.total} inputMode="decimal" suffix={currency} onInput={(total) => set({ total })} />
        <TextField label={LABELS.daily} hint="Empty: only the whole binds" path="budget.dailyCents" faults={faults} value={form.daily} inputMode="decimal" suffix={currency} onInput={(daily) => set({ daily })} />
        <TextField label={LABELS.tier} hint="0 is served before 1, whatever they bid; up to 9" path="campaign.tier" faults={faults} value={form.tier} inputMode="numeric" onInput={(tier) => set({ tier })} />
      </div>
      <fieldset class="field">
        <legend>{LABELS.caps}</legend>
        <div class="caps">{SPANS.map((span) => <TextField key={span} label={SPAN_NAMES[span]} path={`campaign.caps.${span}`} faults={faults} value={form.caps[span]} inputMode="numeric" onInput={(cap) => set({ caps: { ...form.caps, [span]: cap } })} />)}</div>
        <p class="hint">Empty: no limit beyond those of every campaign, one a creative in an hour among them.</p>
      </fieldset>
    </section>
  );
}

/** When and where it runs. */
export function ScheduleFields({ form, faults, set }: PartProps): JSX.Element {
  const dayparts = faultsAt(faults, 'campaign.dayparts');
  return (
    <section class="panel" aria-labelledby="schedule-title">
      <h2 id="schedule-title">Schedule and slots</h2>
      <div class="form-grid">
        <TextField label={LABELS.start} type="datetime-local" path="campaign.startMs" faults={faults} value={form.start} onInput={(start) => set({ start })} />
        <TextField label={LABELS.end} type="datetime-local" path="campaign.endMs" faults={faults} value={form.end} onInput={(end) => set({ end })} />
      </div>
      <WeekGrid week={form.week} onInput={(week) => set({ week })} />
      {dayparts.length > 0 && <p class="wrong" data-path="campaign.dayparts">{dayparts.map(({ message }) => message).join('. ')}</p>}
      <ChipsField label={LABELS.slots} hint="Names of <homebird-ad slot>; none: any slot" path="campaign.slots" faults={faults} values={form.slots} onInput={(slots) => set({ slots })} />
    </section>
  );
}

function Items({ label, path, faults, values, shelf, onInput }: { readonly label: string; readonly path: string; readonly faults: readonly CampaignFault[]; readonly values: readonly string[]; readonly shelf: Shelf; readonly onInput: (values: readonly string[]) => void }): JSX.Element {
  const wrong = faultsAt(faults, path);
  return (
    <div>
      <ProductSearch label={label} shelf={shelf} onChoose={({ id }) => !values.includes(id) && onInput([...values, id])} />
      <Chips values={values} nameOf={(id) => shelf.byId.get(id)?.title ?? id} label={label} onInput={onInput} />
      {wrong.length > 0 && <p class="wrong" data-path={path}>{wrong.map(({ message }) => message).join('. ')}</p>}
    </div>
  );
}

/** Whom it is meant for, and whom and what not. */
export function AudienceFields({ form, faults, set, shelf }: PartProps): JSX.Element {
  return (
    <section class="panel" aria-labelledby="audience-title">
      <h2 id="audience-title">Audience</h2>
      <p>Decided on the shopper’s device, by what it did in your shop. Of a list one match is enough. Name one list: how many devices several hold at once is not counted, so such a campaign runs for everybody. No age, gender or region: a device knows none. Until the list is known to hold enough devices, the campaign runs for everybody, too.</p>
      <div class="form-grid">
        <ChipsField label={LABELS.tags} path="campaign.audience.tags" faults={faults} values={form.tags} known={shelf.tags} onInput={(tags) => set({ tags })} />
        <ChipsField label={LABELS.categories} path="campaign.audience.categories" faults={faults} values={form.categories} known={shelf.categories} onInput={(categories) => set({ categories })} />
        <ChipsField label={LABELS.clusters} hint="By number, as figures name them" path="campaign.audience.clusters" faults={faults} values={form.clusters} onInput={(clusters) => set({ clusters })} />
        <ChecksField label={LABELS.lifeCycles} path="campaign.audience.lifeCycles" faults={faults} values={form.lifeCycles} options={LIFE_CYCLE_NAMES} onInput={(lifeCycles) => set({ lifeCycles })} />
        <Items label={LABELS.excludedItemIds} path="campaign.excludedItemIds" faults={faults} values={form.excludedItemIds} shelf={shelf} onInput={(excludedItemIds) => set({ excludedItemIds })} />
        <ChipsField label={LABELS.excludedCategories} path="campaign.excludedCategories" faults={faults} values={form.excludedCategories} known={shelf.categories} onInput={(excludedCategories) => set({ excludedCategories })} />
      </div>
    </section>
  );
}

/** What counts as a conversion. */
export function ConversionFields({ form, faults, set, shelf }: PartProps): JSX.Element {
  return (
    <section class="panel" aria-labelledby="conversion-title">
      <h2 id="conversion-title">Conversion</h2>
      <p>The purchase that an ad is credited with: by its last click, else by its last view. Where nothing is named, any purchase.</p>
      <div class="form-grid">
        <Items label={LABELS.conversionItemIds} path="campaign.conversion.itemIds" faults={faults} values={form.conversionItemIds} shelf={shelf} onInput={(conversionItemIds) => set({ conversionItemIds })} />
        <ChipsField label={LABELS.conversionCategories} path="campaign.conversion.categories" faults={faults} values={form.conversionCategories} known={shelf.categories} onInput={(conversionCategories) => set({ conversionCategories })} />
        <TextField label={LABELS.clickDays} hint="At most 30" path="campaign.conversion.clickWindowMs" faults={faults} value={form.clickDays} inputMode="decimal" onInput={(clickDays) => set({ clickDays })} />
        <TextField label={LABELS.viewDays} hint="At most 7; 0 counts clicks only" path="campaign.conversion.viewWindowMs" faults={faults} value={form.viewDays} inputMode="decimal" onInput={(viewDays) => set({ viewDays })} />
      </div>
    </section>
  );
}
