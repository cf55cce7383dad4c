/** What a question may be about. `other` is what no shop answers. */
export const INTENTS = ['order-status', 'delivery', 'returns', 'payment', 'size', 'product-search', 'product-question', 'stock-price', 'contact', 'complaint', 'greeting', 'other'] as const;
/** One of {@link INTENTS}. */
export type Intent = (typeof INTENTS)[number];
