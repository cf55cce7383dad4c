import type { ProductCard } from '#core/catalogue';
import type { AnswerSource, AssistantAnswer } from '#core/contract';
import { Icon, Picture } from '#page/elements';
import { counted, formatPrice } from '#page/words';
import type { AssistantHost } from './host.ts';
import { assistantBook } from './words.ts';
import type { Turn } from './conversation.ts';

interface ItemProps {
  readonly host: AssistantHost;
  readonly product: ProductCard;
  /** Whether it is the cheaper of what is compared. */
  readonly isCheapest: boolean;
}

/** A product with the facts that the catalogue has of it. */
function Item({ host, product, isCheapest }: ItemProps) {
  const words = assistantBook.words();
  const { locale } = host;
  const address = host.address(product.url);
  const price = formatPrice(product.priceCents, product.currency, locale);
  const before = product.listPriceCents ?? 0;
  const facts = [
    before > product.priceCents ? words.was(formatPrice(before, product.currency, locale)) : '', isCheapest ? words.cheapest : '', product.available ? words.inStock : words.soldOut,
    product.rating === undefined ? '' : words.rated(new Intl.NumberFormat(locale, { maximumFractionDigits: 1 }).format(product.rating)),
  ].filter((fact) => fact !== '');
  const inside = (
    <>
      <span class="thumb" part="picture"><Picture product={product} pictureOf={host.picture} /></span>
      <span class="about">
        <span class="title" dir="auto" lang={locale}>{product.title}</span>
        <span class="facts"><b>{price === '' ? words.noPrice : price}</b> · {facts.join(' · ')}</span>
      </span>
    </>
  );
  return <li>{address === '' ? <span class="plainrow">{inside}</span> : <a href={address} part="product">{inside}</a>}</li>;
}

/** The line above products, by what was asked of them. */
function headOf({ about, items }: AssistantAnswer, locale: string): string {
  const words = assistantBook.words();
  switch (about) {
    case 'price': return words.price;
    case 'stock': return words.stock;
    case 'compare': return words.compare;
    case 'list': return words.found(counted(items.length, locale));
  }
}

/** Languages as `locale` calls and lists them. */
function languageNames(languages: readonly string[], locale: string): string {
  const names = new Intl.DisplayNames(locale, { type: 'language' });
  return new Intl.ListFormat(locale).format(languages.map((language) => names.of(language) ?? language));
}

/** Where the answer stands; its page opens at the place. */
function Source({ source: { title, address, passage }, host }: { readonly source: AnswerSource; readonly host: AssistantHost }) {
  const href = host.address(address);
  return (
    <p class="source">
      {assistantBook.words().source}: {href === '' ? <span dir="auto">{title}</span> : <a href={href} dir="auto" title={passage.slice(0, 300)} part="source">{title}</a>}
    </p>
  );
}

/** Questions to ask with a press. */
export function Chips({ title, questions, onAsk }: { readonly title: string; readonly questions: readonly string[]; onAsk(question: string): void }) {
  if (questions.length === 0) return null;
  return (
    <div>
      <p class="quiet">{title}</p>
      <div class="chips">{questions.map((question) => <button type="button" key={question} dir="auto" onClick={() => onAsk(question)}>{question}</button>)}</div>
    </div>
  );
}

interface AnswerProps {
  readonly host: AssistantHost;
  readonly turn: Turn;
  /** Only the newest answer offers more. */
  readonly isLast: boolean;
  onAsk(question: string): void;
  onPerson(): void;
}

/** What came of one question. */
export function Answer({ host, turn: { answer, products }, isLast, onAsk, onPerson }: AnswerProps) {
  const words = assistantBook.words();
  if (answer === undefined) return <div class="answer"><p class="quiet">{words.thinking}</p></div>;
  if (answer === null) return <div class="answer"><p class="said">{words.away}</p></div>;
  const prices = products.map(({ priceCents }) => priceCents).filter((cents) => cents > 0);
  const least = answer.about === 'compare' && new Set(prices).size > 1 ? Math.min(...prices) : 0;
  return (
    <div class="answer" part="answer">
      {answer.kind === 'page' && <p class="said" dir="auto">{answer.text}</p>}
      {answer.kind === 'page' && answer.sources.map((source) => <Source key={source.address} source={source} host={host} />)}
      {answer.kind === 'products' && (
        <>
          <p class="said">{headOf(answer, host.locale)}</p>
          <ul class="items">{products.map((product) => <Item key={product.id} host={host} product={product} isCheapest={product.priceCents === least} />)}</ul>
          {answer.isPersonal && <p class="quiet">{words.personal}</p>}
        </>
      )}
      {(answer.kind === 'greeting' || answer.kind === 'opening') && <p class="said">{words.hello}</p>}
      {answer.kind === 'unknown' && <p class="said">{answer.pagesIn.length > 0 ? words.pagesIn(languageNames(answer.pagesIn, host.locale)) : words.unknown}</p>}
      {isLast && answer.kind !== 'page' && answer.kind !== 'products' && <Chips title={answer.kind === 'unknown' ? words.near : words.suggestions} questions={answer.suggestions} onAsk={onAsk} />}
      {isLast && (
        <div class="foot">
          {answer.kind !== 'greeting' && !answer.wantsPerson && <button type="button" class="plain" onClick={onPerson}>{words.unhelpful}</button>}
          {answer.wantsPerson && <button type="button" class="plain" onClick={onPerson}><Icon name="question" />{words.person}</button>}
        </div>
      )}
    </div>
  );
}
