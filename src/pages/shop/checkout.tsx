import type { CodeRefusal } from '#core/offers';
import type { JSX } from 'preact';
import { useLayoutEffect, useState } from 'preact/hooks';
import { formatMoney, Icon, Notice } from '#page/frame';
import { lastOrder, lines, linesOfOrder, placeOrder, totalOf, type BasketLine } from './basket.ts';
import { Totals } from './basket-page.tsx';
import { deliveryCents, mayBeCollected, type DeliveryWay } from './delivery.ts';
import { measure } from './measure.ts';
import { Picture } from './picture.tsx';
import { navigate } from './router.ts';
import { askTill, type TillQuote } from './till.ts';

interface FieldSpec {
  readonly name: string;
  readonly label: string;
  readonly autocomplete: 'name' | 'email' | 'street-address' | 'postal-code' | 'address-level2';
  readonly type?: 'text' | 'email';
  readonly missing: string;
}

const FIELDS: readonly FieldSpec[] = [
  { name: 'name', label: 'Full name', autocomplete: 'name', missing: 'Enter the name on the parcel' },
  { name: 'email', label: 'E-mail', autocomplete: 'email', type: 'email', missing: 'Enter an e-mail address like name@example.com' },
  { name: 'street', label: 'Street and number', autocomplete: 'street-address', missing: 'Enter a street and number' },
  { name: 'postcode', label: 'Postcode', autocomplete: 'postal-code', missing: 'Enter a postcode' },
  { name: 'town', label: 'Town', autocomplete: 'address-level2', missing: 'Enter a town' },
];

const DELIVERIES = [
  { value: 'home', title: 'To your door', text: 'As each product says' },
  { value: 'collected', title: 'Collect nearby', text: 'At a parcel shop or locker' },
] as const;

/** How the parcel comes: where all of it may be collected, both ways with their prices. */
function DeliveryOptions({ of, valueCents, way, change }: { of: readonly BasketLine[]; valueCents: number; way: DeliveryWay; change: (way: DeliveryWay) => void }): JSX.Element {
  const products = of.map(({ product }) => product);
  const text = (cents: number): string => (cents === 0 ? 'Free' : formatMoney(cents, products[0]?.currency ?? 'EUR'));
  return (
    <div class="options">
      {DELIVERIES.filter(({ value }) => value === 'home' || mayBeCollected(products)).map(({ value, title, text: how }) => (
        <label key={value} class="option"><input type="radio" name="delivery" value={value} checked={way === value} onChange={() => change(value)} /><span><strong>{title}</strong><span class="small soft">{how}</span></span><span class="number">{text(deliveryCents(products, valueCents, value))}</span></label>
      ))}
    </div>
  );
}

/** Why the till took nothing off, as a shopper reads it. */
const REFUSALS: Readonly<Record<CodeRefusal, string>> = {
  'unknown': 'We know no such code', 'not-yet': 'This code is not valid yet', 'over': 'This code is over', 'basket-too-small': 'Your basket is too small for this code', 'nothing-applies': 'This code is for other products',
};

/** A number for an order: drawn, so that it says nothing about how many came before. */
function drawOrderId(): string {
  const digits = crypto.getRandomValues(new Uint32Array(2));
  return `LF-${[...digits].map((word) => word.toString(36).toUpperCase().padStart(7, '0').slice(-4)).join('-')}`;
}

function Field({ spec, isWrong }: { spec: FieldSpec; isWrong: boolean }): JSX.Element {
  const id = `checkout-${spec.name}`;
  const shared = {
    class: 'input', id, name: spec.name, autoComplete: spec.autocomplete, required: true, 'aria-invalid': isWrong, 'aria-describedby': isWrong ? `${id}-wrong` : undefined,
  };
  return (
    <div class={`field field-${spec.name}`}>
      <label for={id}>{spec.label}</label>
      {spec.type === 'email' ? <input type="email" {...shared} /> : <input type="text" {...shared} />}
      {isWrong && <p class="wrong" id={`${id}-wrong`}>{spec.missing}</p>}
    </div>
  );
}

function wrongFields(form: HTMLFormElement): string[] {
  return FIELDS.map((spec) => spec.name).filter((name) => {
    const input = form.elements.namedItem(name);
    return input instanceof HTMLInputElement && !(input.value.trim() !== '' && input.validity.valid);
  });
}

/** A coupon's code, and what the till says of it. */
function CodeField({ code, refused, change, apply }: { code: string; refused: CodeRefusal | undefined; change: (code: string) => void; apply: () => void }): JSX.Element {
  return (
    <div class="field code-field">
      <label for="checkout-code">Coupon code</label>
      <div class="code-row">
        <input class="input" id="checkout-code" name="code" autoComplete="off" maxLength={40} value={code} aria-invalid={refused !== undefined} aria-describedby="checkout-code-said" onInput={({ currentTarget }) => change(currentTarget.value)} onKeyDown={(event) => {
          if (event.key !== 'Enter') return;
          event.preventDefault(); // the order is not placed yet
          apply();
        }} />
        <button type="button" class="button plain" onClick={apply}>Apply</button>
      </div>
      <p class={refused ? 'wrong' : ''} id="checkout-code-said" role="status">{refused && REFUSALS[refused]}</p>
    </div>
  );
}

/** What the till says of a basket. */
interface Till {
  readonly code: string;
  readonly quote: TillQuote | undefined;
  readonly isUnreachable: boolean;
  readonly setCode: (code: string) => void;
  /** What it charges now; undefined where it cannot be reached. */
  readonly ask: () => Promise<TillQuote | undefined>;
}

/** Asks the till once the page opens, and again whenever it is told to. */
function useTill(held: readonly BasketLine[]): Till {
  const [code, setCode] = useState('');
  const [quote, setQuote] = useState<TillQuote | undefined>(undefined);
  const [isUnreachable, setUnreachable] = useState(false);
  const ask = async (): Promise<TillQuote | undefined> => {
    const answer = await askTill(held, code.trim());
    setUnreachable(answer === undefined);
    setQuote(answer);
    return answer;
  };
  useLayoutEffect(() => {
    if (held.length === 0) return;
    measure.beginCheckout(held);
    void ask();
    // Once per visit of the page.
  }, []);
  return { code, quote, isUnreachable, setCode, ask };
}

/** Places the order. The till is asked once more: a price may have moved, or a coupon ended, while the form was filled in. An order that costs more than was shown is not placed unseen. */
async function pay(held: readonly BasketLine[], way: DeliveryWay, { quote, ask }: Pick<Till, 'quote' | 'ask'>): Promise<void> {
  const final = await ask();
  if (!final || final.refused || (quote && final.paidCents > quote.paidCents)) return;
  const id = drawOrderId();
  const delivery = deliveryCents(held.map(({ product }) => product), final.totalCents, way);
  measure.purchase(id, final, delivery);
  placeOrder(id, final.paidCents + delivery);
  navigate(`/order/${id}`);
}

/** Pictures and titles of what is bought. */
function MiniLines({ of, isCard = false }: { of: readonly Pick<BasketLine, 'product' | 'pieces'>[]; isCard?: boolean }): JSX.Element {
  return (
    <ul class={isCard ? 'mini-lines card' : 'mini-lines'}>
      {of.map(({ product, pieces }) => <li key={product.id}><Picture product={product} /><span class="mini-title">{product.title}</span><span class="small soft number">× {pieces}</span></li>)}
    </ul>
  );
}

/** What it costs, and the button that places the order. */
function Summary({ held, way, till: { code, quote, isUnreachable, setCode, ask } }: { held: readonly BasketLine[]; way: DeliveryWay; till: Till }): JSX.Element {
  return (
    <aside class="summary card" aria-label="Order summary">
      <MiniLines of={held} />
      <CodeField code={code} refused={quote?.refused} change={setCode} apply={() => void ask()} />
      <Totals of={held} quote={quote} way={way} />
      {isUnreachable && <p class="wrong" role="alert">The till does not answer. Please try again.</p>}
      <button type="submit" class="button large wide">Place order</button>
    </aside>
  );
}

/** Where to and how; then the order is placed. What is typed here stays in the form. */
export function CheckoutPage(): JSX.Element {
  const held = lines.value;
  const [wrong, setWrong] = useState<readonly string[]>([]);
  const [way, setWay] = useState<DeliveryWay>('home');
  const till = useTill(held);
  const submit = (event: SubmitEvent & { readonly currentTarget: HTMLFormElement }): void => {
    event.preventDefault();
    const found = wrongFields(event.currentTarget);
    setWrong(found);
    const first = found[0] && event.currentTarget.elements.namedItem(found[0]);
    if (first instanceof HTMLElement) return first.focus();
    void pay(held, way, till);
  };
  if (held.length === 0) return <div class="page"><header class="listing-head"><h1 tabIndex={-1}>Checkout</h1></header><Notice title="Your basket is empty"><a class="button" href="/">Start browsing</a></Notice></div>;
  return (
    <div class="page">
      <header class="listing-head"><h1 tabIndex={-1}>Checkout</h1></header>
      <form class="with-aside" noValidate onSubmit={submit} data-homebird-ignore>
        <div class="checkout-parts">
          <fieldset class="checkout-part"><legend>Delivery address</legend><div class="address">{FIELDS.map((spec) => <Field key={spec.name} spec={spec} isWrong={wrong.includes(spec.name)} />)}</div></fieldset>
          <fieldset class="checkout-part">
            <legend>Delivery</legend>
            <DeliveryOptions of={held} valueCents={till.quote?.totalCents ?? totalOf(held)} way={way} change={setWay} />
          </fieldset>
          <div class="notice warn"><h2>This is a demonstration</h2><p>No card is asked for and nothing is charged. The till of this shop is told which products and which code, to say what they cost, and keeps neither; what you type as your address never leaves this page.</p></div>
        </div>
        <Summary held={held} way={way} till={till} />
      </form>
    </div>
  );
}

/** Thanks for an order. */
export function OrderPage({ id }: { id: string }): JSX.Element {
  const order = lastOrder.value;
  if (order?.id !== id) return <div class="page"><header class="listing-head"><h1 tabIndex={-1}>Order {id}</h1></header><Notice title="This tab does not know that order"><p class="soft">The demonstration shop remembers the last order of a tab and nothing else.</p><a class="button plain" href="/">Back to the shop</a></Notice></div>;
  const bought = linesOfOrder(order);
  return (
    <div class="page thanks">
      <span class="thanks-mark"><Icon name="check" size={32} /></span>
      <h1 tabIndex={-1}>Thank you for your order</h1>
      <p class="soft">Order <span class="mono">{order.id}</span>{order.totalCents > 0 && <>, {formatMoney(order.totalCents, bought[0]?.product.currency ?? 'EUR')}</>}. As this is a demonstration, no parcel will come.</p>
      <MiniLines of={bought} isCard />
      <a class="button large" href="/">Keep browsing</a>
    </div>
  );
}
