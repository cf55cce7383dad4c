import type { Source } from './intake.ts';
import type { ProductNames } from './product-names.ts';
import { hearForms, namesInForm } from './shop-forms.ts';
import { tapShopify } from './shopify.ts';

/** What the usual shop systems say of themselves. */
export interface ShopSystem {
  /** Looks again for what comes late. */
  follow(): void;
  /** The product of the page, as the system's own scripts know it. */
  product(): ProductNames | undefined;
  /** What the page's own form calls its product. */
  names(): readonly string[];
  stop(): void;
}

/** Hears events of Shopify and forms of Shopify, WooCommerce and Magento, and reads what they know of the page's product. */
export function hearShopSystem(page: Window, reads: { readonly dataLayer: boolean; readonly clicks: boolean }, told: (name: string, data: unknown, source: Source, isEarly: boolean) => void): ShopSystem {
  const shopify = reads.dataLayer ? tapShopify(page, (name, data, isEarly) => told(name, data, 'shopify', isEarly)) : undefined;
  const stopForms = reads.clicks ? hearForms(page.document, ({ name, data }) => told(name, data, 'form', false)) : undefined;
  return {
    follow: () => shopify?.follow(),
    product: () => shopify?.product(),
    names: () => namesInForm(page.document),
    stop() {
      shopify?.stop();
      stopForms?.();
    },
  };
}
