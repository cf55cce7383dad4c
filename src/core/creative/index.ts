/**
 * **Knows** how an ad is worded from what the catalogue says of a product: templates by tone and language, the description's own
 * sentences, the part of a picture that fits; which fact each span of a text quotes; and what of a text breaks a merchant's rules.
 * **Not here** what a creative and the rules are (`#core/campaigns`), which one is shown (`#core/ads`), how it is drawn (`#page/ads`), a
 * browser's model (`#page/polish`), how numbers are spelt (`wordingOf` of `#page/words`, a port here).
 * **Life of a text** `makeCreatives` takes tones that the facts bear → templates filled with facts, each span traced →
 * `brandFaults` leaves out what the rules forbid → tones and sizes take turns → `traceFaults` can check any of it again.
 * **Trust** facts come from the shop's feed and are text only: a hostile description can be quoted word for word, within the
 * length and the rules, and nothing else. What a device leans to chooses among facts; it never stands in a text.
 */
export { brandFaults, type Proven } from './brand-faults.ts';
export { claimsIn } from './claims.ts';
export { makeCreatives, type CreativeRequest, type MadeCreative } from './creatives-for.ts';
export { cropFor } from './crop.ts';
export { benefitsOf, namesOf, sentencesOf } from './extract.ts';
export { provenBy, type AdFacts } from './facts.ts';
export { filledCreative, templateFaults } from './fill.ts';
export { rewordFaults, type RewordLimits } from './guard.ts';
export { shortTitle } from './shorten.ts';
export { isDynamic } from './template.ts';
export { numbersIn, traceFaults } from './trace.ts';
export type { Leaning } from './tones.ts';
export type { Wording } from './wording.ts';
