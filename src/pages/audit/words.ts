import type { ModelKind } from '#core/protocol';

/** What each model is called, as in the merchant's console. */
export const MODEL_NAMES: Readonly<Record<ModelKind, string>> = { mix: 'Mix', t11: 'Encoder', pairs: 'What goes with what', ctr: 'Ads followed', cvr: 'Purchases after ads', portraits: 'Portraits' };
