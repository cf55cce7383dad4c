import type { Fields } from './fields.ts';
import type { ProductNames } from './product-names.ts';
import { quiet } from './quiet.ts';

type Told = (name: string, data: unknown, isEarly: boolean) => void;

/** GA4's names of Shopify's customer events. */
const NAME_BY_EVENT: Readonly<Record<string, string>> = {
  product_viewed: 'view_item', collection_viewed: 'view_item_list', search_submitted: 'search', product_added_to_cart: 'add_to_cart', product_removed_from_cart: 'remove_from_cart',
  cart_viewed: 'view_cart', checkout_started: 'begin_checkout', payment_info_submitted: 'add_payment_info', checkout_completed: 'purchase',
};
/** Events that themes dispatch on their elements, by what they mean; one name stands for three acts on the basket. */
const THEME_EVENTS: Readonly<Record<string, string>> = {
  'shopify:product:view': 'view_item', 'shopify:collection:view': 'view_item_list', 'shopify:search:update': 'search', 'shopify:cart:view': 'view_cart', 'shopify:cart:lines-update': 'add_to_cart',
};

/** Dispatched on the document by the theme with `{name, data}` of a standard event. */
const PIXEL_EVENT = 'homebird:shopify';

/** How long a bus may take to hand over what was published on it, ms. */
const BUS_MS = 100;

/** `value` to be looked through: of a list its places, of what is no object nothing. */
function partsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? (value as Fields) : {};
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** Money as `{amount}` or as a plain number. */
function amountOf(value: unknown): unknown {
  return typeof value === 'object' ? partsOf(value)['amount'] : value;
}

/** A GA4 item from a variant, a product, a cart line or a line of a checkout, whichever of them is there. */
function itemOf(value: unknown): Fields {
  const line = partsOf(value);
  const variant = partsOf(line['merchandise'] ?? line['variant'] ?? line['productVariant'] ?? line['selectedVariant'] ?? value);
  const product = partsOf(variant['product'] ?? line['product']);
  return {
    item_id: line['merchandiseId'] ?? line['variantId'] ?? variant['id'] ?? line['variant_id'] ?? product['id'] ?? variant['sku'],
    price: amountOf(variant['price'] ?? line['price']), quantity: line['quantity'],
  };
}

/** GA4's fields of a customer event's data. */
function dataOf(data: Fields): Fields {
  const checkout = partsOf(data['checkout']);
  const [cart, collection, result] = [partsOf(data['cart']), partsOf(data['collection']), partsOf(data['searchResult'] ?? data['search'])];
  const one = data['productVariant'] ?? data['cartLine'] ?? data['currentLine'] ?? data['selectedVariant'] ?? data['product'];
  const several = [checkout['lineItems'], data['lines'], data['cartLines'], cart['lines'], collection['productVariants'], data['products']].find(Array.isArray);
  return {
    items: one === undefined ? listOf(several).map(itemOf) : [itemOf(one)],
    item_list_id: collection['handle'] ?? collection['id'], search_term: result['query'] ?? data['query'] ?? data['searchTerm'] ?? data['search_term'],
    transaction_id: partsOf(checkout['order'])['id'] ?? checkout['token'], value: amountOf(checkout['totalPrice'] ?? cart['totalAmount'] ?? partsOf(cart['cost'])['totalAmount']),
  };
}

/** What a theme's own event carries, on itself or in `detail`; undefined where it is no act: a card in view, a quantity changed. */
function themeEvent(event: Event): { readonly name: string; readonly data: Fields } | undefined {
  const name = THEME_EVENTS[event.type];
  const own = event as unknown as Fields;
  const detail = partsOf(own['detail']);
  const read = (key: string): unknown => own[key] ?? detail[key];
  const data: Fields = Object.fromEntries(['product', 'selectedVariant', 'lines', 'collection', 'search', 'searchResult', 'query', 'searchTerm', 'cart'].map((key) => [key, read(key) ?? undefined]));
  if (name === undefined || (name === 'view_item' && !['page', undefined].includes(read('context') as string | undefined))) return undefined;
  if (name !== 'add_to_cart') return { name, data: dataOf(data) };
  const action = read('action');
  return action === 'add' || action === 'remove' ? { name: action === 'add' ? name : 'remove_from_cart', data: dataOf(data) } : undefined;
}

/** What Shopify says on this page. */
export interface ShopifyTap {
  /** Looks again: Shopify's own scripts come late and replace what they find. */
  follow(): void;
  /** The product of a product page, from `ShopifyAnalytics.meta`. */
  product(): ProductNames | undefined;
  stop(): void;
}

/**
 * Hears Shopify's customer events as far as a page can: what is published (`Shopify.analytics.publish`, its replay queue, a
 * bus with `subscribe` as Hydrogen's) and what themes dispatch. What Shopify tells only its pixels reaches nobody here.
 */
export function tapShopify(page: Window, told: Told): ShopifyTap {
  let isStopped = false;
  let isFollowed = false;
  let [wrappedPublish, subscribed]: [unknown, unknown] = [undefined, undefined];
  /** Events heard by name, for a bus that may or may not hand over what is published on it. */
  const heardByName = new Map<unknown, number>();
  const tell = quiet((name: unknown, payload: unknown, isEarly: boolean): void => {
    const fields = partsOf(payload);
    const canonical = NAME_BY_EVENT[String(name)];
    // A bus hands over the event, which carries its data; `publish` is given the data alone.
    if (!isStopped && canonical !== undefined) told(canonical, dataOf(partsOf(fields['data'] ?? fields)), isEarly);
  });
  const bus = (): Record<string, unknown> | undefined => {
    const { Shopify: shop } = page as unknown as { readonly Shopify?: { readonly analytics?: Record<string, unknown> } };
    return shop?.analytics;
  };
  const onTheme = quiet((event: Event): void => {
    const act = isStopped ? undefined : themeEvent(event);
    if (act) told(act.name, act.data, false);
  });
  for (const name of Object.keys(THEME_EVENTS)) page.document.addEventListener(name, onTheme);
  /** What a shop's custom pixel passes on from its sandbox (docs/shops/events.md, "Shopify"). */
  const onPixel = quiet((event: Event): void => {
    const { name, data } = partsOf((event as CustomEvent).detail);
    tell(name, data, false);
  });
  page.document.addEventListener(PIXEL_EVENT, onPixel);
  const wrapPublish = (analytics: Record<string, unknown>, publish: (...parts: unknown[]) => unknown): void => {
    const wrapped = function published(this: unknown, ...parts: unknown[]): unknown {
      const [name, data] = parts;
      const before = heardByName.get(name);
      const result: unknown = Reflect.apply(publish, this, parts);
      // A bus tells its subscribers, us among them; a queue tells nobody.
      setTimeout(() => {
        if (heardByName.get(name) === before) tell(name, data, false);
      }, BUS_MS);
      return result;
    };
    analytics['publish'] = wrappedPublish = wrapped;
  };
  const follow = quiet((): void => {
    const analytics = bus();
    if (!analytics) return;
    const { subscribe, publish, replayQueue } = analytics;
    if (!isFollowed) for (const entry of listOf(replayQueue)) tell(partsOf(entry)[0], partsOf(entry)[1], true);
    isFollowed = true;
    if (typeof publish === 'function' && publish !== wrappedPublish) wrapPublish(analytics, publish as (...parts: unknown[]) => unknown);
    if (typeof subscribe !== 'function' || subscribe === subscribed) return;
    subscribed = subscribe;
    for (const name of Object.keys(NAME_BY_EVENT)) {
      Reflect.apply(subscribe, analytics, [name, (event: unknown) => {
        heardByName.set(name, (heardByName.get(name) ?? 0) + 1);
        tell(name, event, false);
      }]);
    }
  });
  follow();
  return {
    follow,
    product() {
      const { ShopifyAnalytics: analytics } = page as unknown as { readonly ShopifyAnalytics?: { readonly meta?: Fields } };
      const meta = partsOf(analytics?.meta);
      const product = partsOf(meta['product']);
      const variants = listOf(product['variants']).map(partsOf);
      const wanted = new URLSearchParams(page.location.search).get('variant') ?? meta['selectedVariantId'];
      const variant = variants.find(({ id }) => String(id) === String(wanted)) ?? variants[0];
      const names = [variant?.['sku'], variant?.['id'], product['id']].filter((name) => (typeof name === 'string' && name !== '') || typeof name === 'number').map(String);
      return names.length === 0 ? undefined : { names, addresses: [], price: typeof variant?.['price'] === 'number' ? variant['price'] / 100 : undefined };
    },
    stop() {
      isStopped = true;
      page.document.removeEventListener(PIXEL_EVENT, onPixel);
      for (const name of Object.keys(THEME_EVENTS)) page.document.removeEventListener(name, onTheme);
    },
  };
}
