import type { Product } from '#core/catalogue';
import { formatMoney } from '#page/frame';

/** What delivery costs, as the help pages of the demo shop say it (`server/demoshop/help-en.ts`, "How much does delivery cost?"), cents. */
const PARCEL_CENTS = 490;
const FURNITURE_CENTS = 3_900;
const COLLECTED_CENTS = 290;
/** Value of products from which a parcel costs nothing. */
const FREE_FROM_CENTS = 6_000;

/** To her door, or to a parcel shop, where furniture does not go. */
export type DeliveryWay = 'home' | 'collected';

const isFurniture = ({ category }: Pick<Product, 'category'>): boolean => category[0] === 'Furniture';

/** What a basket costs to deliver, in cents: furniture the same whatever else comes with it. @param valueCents - of the products, before a coupon */
export function deliveryCents(products: readonly Pick<Product, 'category'>[], valueCents: number, way: DeliveryWay = 'home'): number {
  if (products.some(isFurniture)) return FURNITURE_CENTS;
  if (way === 'collected') return COLLECTED_CENTS;
  return valueCents >= FREE_FROM_CENTS ? 0 : PARCEL_CENTS;
}

/** Whether all of it may be collected. */
export function mayBeCollected(products: readonly Pick<Product, 'category'>[]): boolean {
  return !products.some(isFurniture);
}

/** What delivery of one product costs and how long it takes, in a line. */
export function deliveryText(product: Pick<Product, 'category' | 'priceCents' | 'currency'>): string {
  const money = (cents: number): string => formatMoney(cents, product.currency);
  if (isFurniture(product)) return `Delivery ${money(FURNITURE_CENTS)}, in ten to fifteen working days`;
  return product.priceCents >= FREE_FROM_CENTS ? 'Free delivery in two to four working days' : `Delivery ${money(PARCEL_CENTS)}, free from ${money(FREE_FROM_CENTS)}, in two to four working days`;
}
