import type { JSX } from 'preact';
import { useId, useRef, useState } from 'preact/hooks';
import { AD_STYLES, type CampaignFault } from '#core/campaigns';
import type { Product } from '#core/catalogue';
import { Icon } from '#page/frame';
import { AdPreviews } from './ad-preview.tsx';
import { ask } from './api.ts';
import type { CreativeForm } from './campaign-form.ts';
import { CREATIVE_LABELS as LABELS, STYLE_NAMES } from './campaign-words.ts';
import { ChecksField, Chips, faultsAt, SelectField, TextField } from './fields.tsx';
import { ProductSearch } from './product-search.tsx';
import type { Shelf } from './products.ts';
import { SuggestedTexts } from './suggested-texts.tsx';

const SIZES = ['300x250', '320x50', '320x100', '728x90', '160x600', '300x600', '336x280', '970x250'].map((size) => [size, size.replace('x', ' × ')] as const);

/** Uploads a picture and gives its hash. */
function PictureField({ label, hint, path, faults, value, onInput }: { readonly label: string; readonly hint: string; readonly path: string; readonly faults: readonly CampaignFault[]; readonly value: string; readonly onInput: (hash: string) => void }): JSX.Element {
  const id = useId();
  const [state, setState] = useState('');
  const newest = useRef(0);
  const upload = async (file: File): Promise<void> => {
    newest.current += 1;
    const own = newest.current;
    setState('Uploading …');
    const taken = await ask<{ readonly hash: string }>('POST', '/api/pictures', file);
    if (own !== newest.current) return; // another file was chosen meanwhile
    setState(taken.ok ? '' : taken.fault.message);
    if (taken.ok) onInput(taken.value.hash);
  };
  const wrong = faultsAt(faults, path);
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <span class="picture-row">
        {value !== '' && <img src={`/api/pictures/${value}`} alt="" width="44" height="44" />}
        <input id={id} type="file" accept="image/*" aria-describedby={`${id}-state`} onChange={(event) => event.currentTarget.files?.[0] && void upload(event.currentTarget.files[0])} />
        {value !== '' && <button type="button" class="link-button" onClick={() => onInput('')}>Take it out</button>}
      </span>
      <p class={wrong.length > 0 ? 'wrong' : 'hint'} id={`${id}-state`} role="status">{state || wrong[0]?.message || hint}</p>
    </div>
  );
}

/** What a product says of itself, where the merchant has written nothing yet. */
function withProduct(creative: CreativeForm, product: Product): Partial<CreativeForm> {
  const before = product.listPriceCents ?? 0;
  const money = (cents: number): string => (cents / 100).toFixed(2);
  return {
    itemId: product.id, title: creative.title || product.title.slice(0, 90), landing: creative.landing || product.url,
    price: creative.price || money(Math.max(before, product.priceCents)), salePrice: creative.salePrice || (before > product.priceCents ? money(product.priceCents) : ''),
  };
}

/** One creative: its fields, and how it looks. */
export function CreativeFields({ creative, index, path, faults, shelf, onInput, onCopy, onRemove }: {
  readonly creative: CreativeForm; readonly index: number; readonly path: string; readonly faults: readonly CampaignFault[]; readonly shelf: Shelf;
  readonly onInput: (change: Partial<CreativeForm>) => void; readonly onCopy: () => void; readonly onRemove: (() => void) | undefined;
}): JSX.Element {
  const text = (name: 'title' | 'desc' | 'sponsored' | 'ctatext' | 'displayurl', hint?: string): JSX.Element => (
    <TextField label={LABELS[name]} path={`${path}.assets.${name}`} faults={faults} value={creative[name]} onInput={(value) => onInput({ [name]: value })} {...(hint !== undefined && { hint })} />
  );
  const product = shelf.byId.get(creative.itemId);
  return (
    <section class="creative" aria-labelledby={`creative-${creative.key}`}>
      <div class="panel-head">
        <h3 id={`creative-${creative.key}`} tabIndex={-1}>Creative {index + 1}{creative.title !== '' && <span class="soft">: {creative.title}</span>}</h3>
        <span class="row">
          <button type="button" class="button plain" onClick={onCopy}><Icon name="copy" size={16} />Make a variant</button>
          {onRemove && <button type="button" class="button plain" aria-label={`Take out creative ${index + 1}`} onClick={onRemove}><Icon name="cross" size={16} />Take out</button>}
        </span>
      </div>
      <div class="creative-parts">
        <div class="form-grid">
          <div class="wide">
            <ProductSearch label={LABELS.item} shelf={shelf} onChoose={(chosen) => onInput(withProduct(creative, chosen))} />
            {creative.itemId !== '' && <Chips values={[creative.itemId]} nameOf={(id) => product?.title ?? id} label="Product" onInput={() => onInput({ itemId: '' })} />}
          </div>
          {product && <div class="wide"><SuggestedTexts creative={creative} product={product} onUse={onInput} /></div>}
          <div class="wide">{text('title', 'At most 90 characters; 40 fit the smallest box whole')}</div>
          <div class="wide">{text('desc', 'At most 140 characters; large boxes show it')}</div>
          {text('sponsored', 'Stands on every ad')}
          {text('ctatext', 'At most 15 characters')}
          <TextField label={LABELS.price} path={`${path}.assets.priceCents`} faults={faults} value={creative.price} inputMode="decimal" suffix={shelf.currency} onInput={(price) => onInput({ price })} />
          <TextField label={LABELS.salePrice} path={`${path}.assets.salePriceCents`} faults={faults} value={creative.salePrice} inputMode="decimal" suffix={shelf.currency} onInput={(salePrice) => onInput({ salePrice })} />
          <TextField label={LABELS.landing} hint="A path of the shop, or an https address" path={`${path}.landing`} faults={faults} value={creative.landing} onInput={(landing) => onInput({ landing })} />
          {text('displayurl', 'Shown in tall boxes, not followed')}
          <SelectField label={LABELS.style} path={`${path}.style`} faults={faults} value={creative.style} options={AD_STYLES.map((style) => [style, STYLE_NAMES[style]] as const)} onInput={(style) => onInput({ style })} />
          <TextField label={LABELS.locale} hint="Such as en or zh-Hans; empty: for any" path={`${path}.locale`} faults={faults} value={creative.locale} onInput={(locale) => onInput({ locale: locale.trim() })} />
          <PictureField label={LABELS.image} hint="Instead of the product’s own" path={`${path}.assets.image`} faults={faults} value={creative.image} onInput={(image) => onInput({ image })} />
          <PictureField label={LABELS.icon} hint="Beside who pays" path={`${path}.assets.icon`} faults={faults} value={creative.icon} onInput={(icon) => onInput({ icon })} />
          <div class="wide"><ChecksField label={LABELS.sizes} path={`${path}.sizes`} faults={faults} values={creative.sizes} options={[...SIZES, ...creative.sizes.filter((size) => !SIZES.some(([known]) => known === size)).map((size) => [size, size.replace('x', ' × ')] as const)]} onInput={(sizes) => onInput({ sizes })}><OtherSize onAdd={(size) => !creative.sizes.includes(size) && onInput({ sizes: [...creative.sizes, size] })} /></ChecksField></div>
          <TextField label={LABELS.id} hint="Stands in figures; names this creative for ever" path={`${path}.id`} faults={faults} value={creative.id} onInput={(id) => onInput({ id })} />
        </div>
        <div class="creative-preview"><h4>Preview</h4><AdPreviews creative={creative} shelf={shelf} /></div>
      </div>
    </section>
  );
}

/** A size of the shop's own. */
function OtherSize({ onAdd }: { readonly onAdd: (size: string) => void }): JSX.Element {
  const [text, setText] = useState('');
  const [, width, height] = /^\s*(\d{1,4})\s*[x×]\s*(\d{1,4})\s*$/i.exec(text) ?? [];
  const add = (): void => {
    if (width === undefined) return;
    onAdd(`${width}x${height}`);
    setText('');
  };
  return (
    <span class="other-size">
      <input class="input" aria-label="Another size, such as 468 x 60" placeholder="468 x 60" value={text} autocomplete="off" onInput={(event) => setText(event.currentTarget.value)} onKeyDown={(event) => {
        if (event.key !== 'Enter') return;
        event.preventDefault(); // Enter would save the campaign
        add();
      }} />
      <button type="button" class="button plain" disabled={width === undefined} onClick={add}>Add size</button>
    </span>
  );
}
