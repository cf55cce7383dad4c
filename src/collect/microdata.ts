import { ID_PROPERTIES, onlyProductHere, withoutScheme, type ProductNames } from './product-names.ts';

/** Scopes looked at: a page with more is a list. */
const MAX_SCOPES = 60;

/** Elements that carry `property` of `scope` itself, not of an item inside it. */
function propertiesOf(scope: Element, property: string): readonly Element[] {
  return [...scope.querySelectorAll(`[itemprop~="${property}"]`)].filter((element) => element.parentElement?.closest('[itemscope]') === scope);
}

function valueOf(element: Element): string {
  return (element.getAttribute('content') ?? element.getAttribute('href') ?? element.getAttribute('value') ?? element.textContent ?? '').trim();
}

function namesOf(scope: Element): ProductNames {
  const offers = propertiesOf(scope, 'offers');
  const scopes = [scope, ...offers];
  return {
    names: ID_PROPERTIES.flatMap((property) => scopes.flatMap((each) => propertiesOf(each, property))).map((element) => withoutScheme(valueOf(element))).filter((name) => name !== ''),
    addresses: [scope.getAttribute('itemid') ?? '', ...propertiesOf(scope, 'url').map(valueOf)],
    price: offers.flatMap((offer) => [...propertiesOf(offer, 'price'), ...propertiesOf(offer, 'lowPrice')]).map(valueOf)[0],
  };
}

/** The one product that microdata of the page says it is about; undefined where there is none or there are several. */
export function productInMicrodata(page: Document, here: string): ProductNames | undefined {
  const all = [...page.querySelectorAll('[itemscope][itemtype*="schema.org/Product" i], [itemscope][itemtype*="schema.org/IndividualProduct" i]')].slice(0, MAX_SCOPES);
  // A product that is a property of something else is a related one, or a line of a list.
  const own = all.filter((scope) => !scope.hasAttribute('itemprop') || /mainEntity/.test(scope.getAttribute('itemprop') ?? ''));
  return onlyProductHere(own.map(namesOf), here);
}
