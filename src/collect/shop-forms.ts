import type { PushedEvent } from './data-layer.ts';
import { quiet } from './quiet.ts';

/** Where the forms of Shopify, Magento and their like put a product into the basket. */
const ADDS = /\/cart\/add\b|[?&]add-to-cart=/;
/** Fields that name the product, most special first: a variant before its product. No other field of a form is read. */
const ID_FIELDS = ['variation_id', 'variant_id', 'id', 'add-to-cart', 'product', 'product_id'];
const QUANTITY_FIELDS = ['quantity', 'qty'];
/** The form of the page's own product, as usual themes mark it. */
const MAIN_FORMS = '#product_addtocart_form, .single-product form.cart, .product form[action*="/cart/add"], product-form form[action*="/cart/add"], form[data-type="add-to-cart-form"]';

/** The first of `fields` that is filled: a variation that is not chosen yet is 0. */
function fieldOf(form: HTMLFormElement, fields: readonly string[], submitter?: HTMLElement | null): string | undefined {
  for (const name of fields) {
    if (submitter instanceof HTMLButtonElement && submitter.name === name && submitter.value !== '') return submitter.value;
    const value = form.querySelector<HTMLInputElement | HTMLSelectElement | HTMLButtonElement>(`input[name="${name}"]:not([type="radio"]):not([type="checkbox"]), input[name="${name}"]:checked, select[name="${name}"], button[name="${name}"]`)?.value;
    if (value !== undefined && value !== '' && value !== '0') return value;
  }
  return undefined;
}

function addsToCart(form: HTMLFormElement): boolean {
  return ADDS.test(form.getAttribute('action') ?? '') || (form.classList.contains('cart') && form.querySelector('[name="add-to-cart"]') !== null);
}

/** Elements from the event's target outwards, none where the page asked to be left alone. */
function pathOf(event: Event): readonly HTMLElement[] {
  const path = event.composedPath().filter((target) => target instanceof HTMLElement);
  return path.some((element) => 'homebirdIgnore' in element.dataset) ? [] : path;
}

/** What following a shop system's own link does; undefined for all others. */
function actOfLink({ dataset, classList, attributes }: HTMLElement): PushedEvent | undefined {
  const act = (name: string, id: unknown, quantity?: unknown): PushedEvent => ({ name, data: { items: [{ item_id: id, quantity }] } });
  // WooCommerce: `ajax_add_to_cart` in lists, `remove` in the basket.
  if (dataset['product_id'] !== undefined && classList.contains('ajax_add_to_cart')) return act('add_to_cart', dataset['product_id'], dataset['quantity']);
  if (dataset['product_id'] !== undefined && classList.contains('remove')) return act('remove_from_cart', dataset['product_id']);
  // Shopify: a line of the basket is set to none by its variant's number.
  const removed = /\/cart\/change\?.*\bid=(\d+).*\bquantity=0\b/.exec(attributes.getNamedItem('href')?.value ?? '')?.[1];
  if (removed !== undefined) return act('remove_from_cart', removed);
  // Magento: a link that posts what it holds.
  const [, action = '', product] = /"action":"([^"]+)".*"product":"?(\d+)/.exec(dataset['post'] ?? '') ?? [];
  if (/cart\\?\/add/.test(action)) return act('add_to_cart', product);
  return /wishlist\\?\/index\\?\/add/.test(action) ? act('add_to_wishlist', product) : undefined;
}

/** Everything that the page's own form calls its product: ids of variant and product, and the article number. */
export function namesInForm(page: Document): readonly string[] {
  const forms = [...page.querySelectorAll<HTMLFormElement>(MAIN_FORMS)];
  const [form] = forms;
  if (!form || new Set(forms.map((each) => fieldOf(each, ID_FIELDS))).size > 1) return [];
  return [...ID_FIELDS.map((field) => fieldOf(form, [field])), form.dataset['productSku'], form.dataset['product_id']].filter((name) => name !== undefined).filter((name) => name !== '');
}

/**
 * Hears the usual shop systems' own forms and links: a product put into the basket or taken out. For shops that measure
 * nothing themselves; what they tell in another way counts once. The result stops it.
 */
export function hearForms(page: Document, onEvent: (event: PushedEvent) => void): () => void {
  const onSubmit = quiet((event: SubmitEvent): void => {
    const form = pathOf(event).find((element) => element instanceof HTMLFormElement);
    if (!form || form.dataset['homebirdEvent'] !== undefined || !addsToCart(form)) return;
    const id = fieldOf(form, ID_FIELDS, event.submitter);
    if (id !== undefined) onEvent({ name: 'add_to_cart', data: { items: [{ item_id: id, quantity: fieldOf(form, QUANTITY_FIELDS) }] } });
  });
  const onClick = quiet((event: MouseEvent): void => {
    const path = pathOf(event);
    if (path.some((element) => element.dataset['homebirdEvent'] !== undefined)) return;
    for (const element of path) {
      const act = actOfLink(element);
      if (act) return onEvent(act);
    }
  });
  page.addEventListener('submit', onSubmit, { capture: true, passive: true });
  page.addEventListener('click', onClick, { capture: true, passive: true });
  return () => {
    page.removeEventListener('submit', onSubmit, { capture: true });
    page.removeEventListener('click', onClick, { capture: true });
  };
}
