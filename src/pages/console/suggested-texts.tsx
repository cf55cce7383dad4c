import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { Product } from '#core/catalogue';
import { makeCreatives, type MadeCreative } from '#core/creative';
import { wordingOf } from '#page/words';
import type { CreativeForm } from './campaign-form.ts';
import { lookAtRules, rulesNow } from './rules-now.ts';

/** Texts that are suggested at a time. */
const SUGGESTED = 4;
/** Language of a text that names none. */
const ANY_LOCALE = 'en';

type Span = MadeCreative['trace']['title']['spans'][number];

/** Where the words of a span come from, for a merchant. */
const SOURCES: Readonly<Record<Span['source'], string>> = {
  title: 'the product’s title', brand: 'its brand', category: 'its category', description: 'its description', price: 'its price', listPrice: 'its price before', saving: 'both of its prices', rating: 'its rating',
  ratingCount: 'how many rated it', available: 'that it can be had', template: 'our template', rule: 'your rules',
};

function suggestionsFor({ sizes, sponsored, locale }: CreativeForm, product: Product, turn: number): readonly MadeCreative[] {
  const read = sizes.map((size) => size.split('x').map(Number)).map(([width = 0, height = 0]) => ({ width, height }));
  return makeCreatives({
    facts: product, wording: wordingOf(locale || ANY_LOCALE), rules: rulesNow.value.rules, sponsored: sponsored || product.brand, sizes: read.length > 0 ? read : [{ width: 300, height: 250 }], life: 'lasting', count: SUGGESTED, seed: turn,
  });
}

/** A text with each of its pieces' origin: what is not marked is a template's own word. */
function Traced({ spans }: { readonly spans: readonly Span[] }): JSX.Element {
  return <>{spans.map(({ text, source }, i) => (source === 'template' ? text : <mark key={i} class="quoted" title={`From ${SOURCES[source]}`}>{text}</mark>))}</>;
}

function sourcesText({ trace: { title, desc } }: MadeCreative): string {
  const names = [...new Set([...title.spans, ...(desc?.spans ?? [])].filter(({ source }) => source !== 'template').map(({ source }) => SOURCES[source]))];
  return names.length === 0 ? 'A template’s words alone' : `Marked words quote ${names.join(', ')}`;
}

/** Texts made of the product's own facts, to begin with. */
export function SuggestedTexts({ creative, product, onUse }: { readonly creative: CreativeForm; readonly product: Product; readonly onUse: (texts: Pick<CreativeForm, 'title' | 'desc' | 'ctatext'>) => void }): JSX.Element {
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    if (!rulesNow.value.isLoaded) void lookAtRules();
  }, []);
  const made = turn === 0 ? [] : suggestionsFor(creative, product, turn);
  return (
    <div class="suggested">
      <button type="button" class="button plain" onClick={() => setTurn(turn + 1)}>{turn === 0 ? 'Suggest texts' : 'Suggest others'}</button>
      <p class="hidden-text" role="status">{turn === 0 ? '' : `${made.length} texts suggested`}</p>
      {turn > 0 && made.length === 0 && <p class="hint">Nothing can be made of this product: it cannot be had, its page is no address of yours, or your rules leave no template.</p>}
      {made.length > 0 && (
        <ul class="suggestions" aria-label="Suggested texts">
          {made.map((each) => (
            <li key={`${each.creative.assets.title} ${each.creative.assets.desc ?? ''}`}>
              <p class="suggested-title"><Traced spans={each.trace.title.spans} /></p>
              {each.trace.desc && <p><Traced spans={each.trace.desc.spans} /></p>}
              <p class="hint">{sourcesText(each)} · button: {each.trace.ctatext.text}</p>
              <button type="button" class="link-button" aria-label={`Use “${each.creative.assets.title}”`} onClick={() => onUse({ title: each.creative.assets.title, desc: each.creative.assets.desc ?? '', ctatext: each.creative.assets.ctatext ?? '' })}>Use it</button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
