import { aPage, type FixtureFile } from './fixture-site.ts';

/** Pages as the usual shop systems and their themes write them, each in its own way of naming the same two products. */
export type FixturePages = Readonly<Record<string, FixtureFile>>;

const COLLECT = '<script type="module" src="/collect.js"></script>';
const inline = (code: string): string => `<script>${code}</script>`;
const jsonLd = (value: unknown): string => `<script type="application/ld+json">${JSON.stringify(value)}</script>`;
const catalogue = (products: unknown): string => inline(`window.fixtureProducts = ${JSON.stringify(products)};`);
/** What a shop's server knows of who is buying, and what some shops push to their tag manager. */
const JANE = { email: 'jane@example.com', phone: '+44 20 7946 0958', first_name: 'Jane', last_name: 'Doe', address: { street: '1 Doe Street', city: 'Doeville', postal_code: 'D0 3JD' } };
const SEND = `for (const form of document.forms) form.addEventListener('submit', (event) => event.preventDefault());`;
/** The clock stands at those milliseconds and no more while it acts, however late a busy machine lets the timer run. */
const LATER = 'const later = (ms, act) => { const [now, atMs] = [Date.now, Date.now() + ms]; setTimeout(() => { Date.now = () => atMs; act(); Date.now = now; }, ms); };';

/** A theme of Shopify's: `ShopifyAnalytics.meta`, a group of variants in JSON-LD, a product form that a custom element sends. */
function shopify(): FixturePages {
  const products = catalogue([{ id: 'shopify_CA_7001_41001', aliases: ['MUG-BLUE', '00614141999996'], url: 'https://shop.example/products/mug' }, { id: 'shopify_CA_7002_42001', aliases: ['PAN-28'], url: 'https://shop.example/products/pan' }]);
  const analytics = (meta: unknown) => inline(`var Shopify = Shopify || {}; Shopify.shop = 'fixture.myshopify.com'; Shopify.analytics = { replayQueue: [], publish(name, data, options) { Shopify.analytics.replayQueue.push([name, data, options]); } }; window.ShopifyAnalytics = { lib: {}, meta: ${JSON.stringify(meta)} };`);
  const variants = [{ id: 41_001, price: 1990, name: 'Mug - Blue', public_title: 'Blue', sku: 'MUG-BLUE' }, { id: 41_002, price: 1990, name: 'Mug - Red', public_title: 'Red', sku: 'MUG-RED' }];
  const variantLd = (id: number, sku: string) => ({ '@type': 'Product', '@id': `/products/mug?variant=${id}#variant`, sku, offers: { '@id': `/products/mug?variant=${id}#offer`, '@type': 'Offer', availability: 'http://schema.org/InStock', price: '19.90', priceCurrency: 'CAD', url: `https://shop.example/products/mug?variant=${id}` } });
  const form = '<product-form class="product-form"><form method="post" action="/cart/add" id="product-form-main" class="form" novalidate data-type="add-to-cart-form"><input type="hidden" name="form_type" value="product"><input type="hidden" name="id" value="41001" class="product-variant-id"><input name="quantity" value="2" type="number"><input type="hidden" name="product-id" value="7001"><button type="submit" name="add">Add to cart</button></form></product-form>';
  return {
    '/shopify/collections/all': aPage(`${COLLECT}${products}${analytics({ page: { pageType: 'collection', resourceType: 'collection', resourceId: 1 } })}`, '<main><ul id="product-grid"><li class="grid__item"><a href="/products/mug">Mug</a></li><li class="grid__item"><a href="/products/pan">Pan</a></li></ul></main>'),
    '/shopify/collections/all/products/mug': aPage(
      `${COLLECT}${products}<link rel="canonical" href="https://shop.example/products/mug"><meta property="og:type" content="product"><meta property="og:price:amount" content="19.90">${analytics({ product: { id: 7001, gid: 'gid://shopify/Product/7001', vendor: 'Fixture', type: 'Mugs', variants }, page: { pageType: 'product', resourceType: 'product', resourceId: 7001 } })}${jsonLd({ '@context': 'http://schema.org/', '@id': '/products/mug#product', '@type': 'ProductGroup', brand: { '@type': 'Brand', name: 'Fixture' }, name: 'Mug', productGroupID: '7001', hasVariant: [variantLd(41_001, 'MUG-BLUE'), variantLd(41_002, 'MUG-RED')], url: 'https://shop.example/products/mug' })}`,
      `<main><section class="product"><h1>Mug</h1>${form}</section>${inline(SEND)}</main>`,
    ),
    '/shopify/search': aPage(`${COLLECT}${products}${analytics({ page: { pageType: 'searchresults' } })}`, '<main><h1>Results</h1></main>'),
    '/shopify/app': aPage(`${COLLECT}${products}${analytics({ page: { pageType: 'home' } })}`, '<main><h1>Home</h1><div id="drawer"></div></main>'),
    '/shopify/bus': aPage(`${COLLECT}${products}${inline(`window.Shopify = { analytics: { heard: {}, subscribe(name, listener) { (this.heard[name] ??= []).push(listener); }, publish(name, data) { for (const listener of this.heard[name] ?? []) listener({ id: 'sh-1', name, data, clientId: 'c' }); } } };`)}`, '<main><h1>Hydrogen</h1></main>'),
  };
}

/** WooCommerce with Yoast's graph and the usual tag manager plugin, which pushes what it knows of the customer too. */
function woocommerce(): FixturePages {
  const products = catalogue([{ id: 'gla_17', aliases: ['KET-1'], url: 'https://shop.example/product/kettle/' }, { id: 'gla_18', aliases: ['POT-1'] }]);
  const item = (id: number, sku: string, quantity?: number) => ({ internal_id: id, item_id: id, item_name: 'Kettle', sku, price: 49.9, stocklevel: 3, stockstatus: 'instock', google_business_vertical: 'retail', item_category: 'Kettles', id, ...(quantity !== undefined && { quantity }) });
  const push = (...entries: readonly unknown[]): string => inline(`window.dataLayer = window.dataLayer || []; ${entries.map((entry) => `dataLayer.push(${JSON.stringify(entry)});`).join(' ')}`);
  const customer = { visitorLoginState: 'logged-in', visitorEmail: JANE.email, customerFirstName: 'Jane', customerBillingPhone: JANE.phone, customerBillingAddress1: '1 Doe Street' };
  const graph = { '@context': 'https://schema.org', '@graph': [
    { '@type': ['WebPage', 'ItemPage'], '@id': 'https://shop.example/product/kettle/', name: 'Kettle' }, { '@type': 'BreadcrumbList', itemListElement: [] }, { '@type': 'Organization', name: 'Fixture' },
    { '@type': 'Product', '@id': 'https://shop.example/product/kettle/#product', name: 'Kettle', sku: 'KET-1', offers: [{ '@type': 'Offer', priceSpecification: [{ '@type': 'UnitPriceSpecification', price: '49.90', priceCurrency: 'EUR' }], url: 'https://shop.example/product/kettle/' }] },
  ] };
  const cart = { currency: 'EUR', value: 99.8, items: [item(17, 'KET-1', 2)] };
  return {
    '/woo/shop/': aPage(`${COLLECT}${products}${push({ pagePostType: 'product', ...customer }, { ecommerce: null }, { event: 'view_item_list', ecommerce: { items: [item(17, 'KET-1'), item(18, 'POT-1')].map((each, index) => ({ ...each, index: index + 1, item_list_name: 'Shop' })) } })}`, '<ul class="products columns-4"><li class="product"><a href="/product/kettle/">Kettle</a> <a href="?add-to-cart=18" data-quantity="1" class="button product_type_simple add_to_cart_button ajax_add_to_cart" data-product_id="18" data-product_sku="POT-1" rel="nofollow">Add pot</a></li></ul><script>document.querySelector(".ajax_add_to_cart").addEventListener("click", (event) => event.preventDefault());</script>'),
    '/woo/product/kettle/': aPage(`${COLLECT}${products}${push({ pagePostType: 'product', ...customer })}${jsonLd(graph)}${push({ event: 'view_item', ecommerce: { currency: 'EUR', value: 49.9, items: [item(17, 'KET-1')] } })}`, `<div class="single-product"><h1>Kettle</h1><form class="cart" action="/product/kettle/" method="post"><input name="quantity" value="2"><button type="submit" name="add-to-cart" value="17" class="single_add_to_cart_button">Add to basket</button></form></div><script>${SEND} document.querySelector('.cart').addEventListener('submit', () => dataLayer.push({ event: 'add_to_cart', ecommerce: ${JSON.stringify({ currency: 'EUR', value: 99.8, items: [item(17, 'KET-1', 2)] })} }));</script>`),
    '/woo/cart/': aPage(`${COLLECT}${products}${push(customer, { event: 'view_cart', ecommerce: cart })}`, '<table class="cart"><tr><td><a href="?remove_item=x" class="remove" data-product_id="17" data-product_sku="KET-1">×</a></td></tr></table><script>document.querySelector(".remove").addEventListener("click", (event) => event.preventDefault());</script>'),
    '/woo/checkout/': aPage(`${COLLECT}${products}${push(customer, { event: 'begin_checkout', ecommerce: cart }, { event: 'add_payment_info', ecommerce: { ...cart, payment_type: 'card' } })}`, '<form class="checkout"><input name="billing_email" value="jane@example.com"></form>'),
    '/woo/checkout/order-received/12/': aPage(`${COLLECT}${products}${push({ ...customer, orderData: { customer: { billing: JANE } }, new_customer: true, event: 'purchase', user_data: JANE, ecommerce: { ...cart, transaction_id: '12', affiliation: '', tax: 0, shipping: 0, coupon: 'JANE10' } })}`, '<p class="woocommerce-thankyou-order-received">Thank you, Jane Doe</p>'),
  };
}

/** Magento: microdata on the product page, `x-magento-init`, entity ids in forms, and a data layer in the old Universal shape. */
function magento(): FixturePages {
  const products = catalogue([{ id: 'WS-01', aliases: ['0614141999996'] }, { id: 'WS-02' }]);
  const init = `<script type="text/x-magento-init">${JSON.stringify({ '*': { 'Magento_Customer/js/section-config': { sections: { 'checkout/cart/add': ['cart'] } } }, '[data-role=tocart-form]': { catalogAddToCart: {} } })}</script>`;
  const lines = [{ id: 'WS-01', name: 'Shirt', price: '59.00', quantity: 1, category: 'Shirts' }];
  const push = (entry: unknown): string => inline(`window.dataLayer = window.dataLayer || []; dataLayer.push(${JSON.stringify(entry)});`);
  return {
    '/magento/shirts.html': aPage(`${COLLECT}${products}${push({ ecommerce: { currencyCode: 'EUR', impressions: [{ id: 'WS-01', name: 'Shirt', list: 'Shirts', position: 1 }, { id: 'WS-02', list: 'Shirts', position: 2 }] } })}`, `<ol class="products list items product-items"><li class="item product product-item"><div class="price-box" data-role="priceBox" data-product-id="1002"></div><form data-role="tocart-form" data-product-sku="WS-02" action="https://shop.example/checkout/cart/add/uenc/aHR0/product/1002/" method="post"><input type="hidden" name="product" value="1002"><button class="action tocart">Add</button></form></li></ol>${init}<script>${SEND}</script>`),
    '/magento/blue-shirt.html': aPage(`${COLLECT}${products}`, `<div class="column main" itemscope itemtype="http://schema.org/Product"><h1 itemprop="name">Shirt</h1><div class="product attribute sku"><strong class="type">SKU</strong><div class="value" itemprop="sku">WS-01</div></div><div class="price-box" data-product-id="1001"><span itemprop="offers" itemscope itemtype="http://schema.org/Offer"><span data-price-amount="59"><meta itemprop="price" content="59"><meta itemprop="priceCurrency" content="EUR"></span></span></div><form data-product-sku="WS-01" action="https://shop.example/checkout/cart/add/uenc/aHR0/product/1001/" method="post" id="product_addtocart_form"><input type="hidden" name="product" value="1001"><input type="hidden" name="selected_configurable_option" value=""><input type="number" name="qty" value="1"><button type="submit" class="action primary tocart">Add to Cart</button></form><ul><li itemprop="isRelatedTo" itemscope itemtype="http://schema.org/Product"><meta itemprop="sku" content="WS-02"></li></ul></div>${init}<script>${SEND} ${LATER} document.getElementById('product_addtocart_form').addEventListener('submit', () => later(300, () => dataLayer.push({ event: 'addToCart', ecommerce: { add: { products: ${JSON.stringify(lines)} } } })));</script>`),
    '/magento/checkout/cart/': aPage(`${COLLECT}${products}`, `<main><h1>Cart</h1></main><script>window.dataLayer = window.dataLayer || []; addEventListener('load', () => dataLayer.push({ event: 'removeFromCart', ecommerce: { remove: { products: ${JSON.stringify(lines)} } } }));</script>`),
    '/magento/checkout/': aPage(`${COLLECT}${products}${push({ event: 'checkout', ecommerce: { checkout: { actionField: { step: 1 }, products: lines } } })}${push({ event: 'checkout', ecommerce: { checkout: { actionField: { step: 2, option: 'jane@example.com' }, products: lines } } })}`, '<main><h1>Checkout</h1></main>'),
    '/magento/checkout/onepage/success/': aPage(`${COLLECT}${products}${push({ event: 'purchase', customer: JANE, ecommerce: { purchase: { actionField: { id: '000000012', revenue: '59.00' }, products: lines } } })}`, '<main><h1>Thank you</h1></main>'),
  };
}

/** Shops of their own making: Open Graph alone, nothing but an address, and one page with gtag. */
function custom(): FixturePages {
  const products = catalogue([{ id: 'LAMP-1', url: 'https://www.shop.example/custom/lamps/standing-lamp' }, { id: 'VASE-1', url: 'https://www.shop.example/custom/item/VASE-1' }, { id: 'RUG-1' }]);
  return {
    '/custom/og': aPage(`${COLLECT}${products}<meta property="og:type" content="product"><meta property="product:retailer_item_id" content="rug-1"><meta property="product:price:amount" content="129,00">`, '<main><h1>Rug</h1></main>'),
    '/custom/lamps/standing-lamp': aPage(`${COLLECT}${products}`, '<main><h1>Lamp</h1></main>'),
    '/custom/item/VASE-1': aPage(`${COLLECT}${products}`, '<main><h1>Vase</h1></main>'),
    '/custom/about': aPage(`${COLLECT}${products}`, '<main><h1>About us</h1></main>'),
    '/custom/app': aPage(`${COLLECT}${products}${inline(`window.dataLayer = window.dataLayer || []; function gtag() { dataLayer.push(arguments); } gtag('js', new Date()); gtag('config', 'G-FIXTURE', { send_page_view: false }); gtag('set', 'user_data', ${JSON.stringify(JANE)});`)}`, '<main><h1>App</h1></main>'),
  };
}

/** Links that do what forms do elsewhere. */
function links(): FixturePages {
  const post = (action: string, product: string): string => JSON.stringify({ action: `https://shop.example/${action}`, data: { product, uenc: 'aHR0' } }).replaceAll('/', '\\/').replaceAll('"', '&quot;');
  return {
    '/links': aPage(COLLECT, `<a href="/cart/change?id=41001:0a1b&amp;quantity=0">Remove</a> <a href="#" data-post="${post('wishlist/index/add/', '14')}">Wish</a> <a href="#" data-post="${post('checkout/cart/add/', '15')}">Add</a> <a href="#" data-post="${post('catalog/product_compare/add/', '16')}">Compare</a><script>addEventListener('click', (event) => event.preventDefault());</script>`),
  };
}

/** All of them by path. */
export function fixtureShops(): FixturePages {
  return { ...shopify(), ...woocommerce(), ...magento(), ...custom(), ...links() };
}
