import { CLAIMS, type BrandRules } from '#core/campaigns';
import type { InWords } from './differences.ts';

/** What each claim is called. */
export const CLAIM_NAMES: Readonly<Record<(typeof CLAIMS)[number], string>> = {
  superlative: 'Being the best', free: 'Something free', discount: 'A discount', comparative: 'Better than others', guarantee: 'A guarantee', health: 'An effect on health', urgency: 'Time or stock runs out',
};
/** Labels of the form's other fields, which both sides of a conflict are told by. */
export const RULE_LABELS = {
  banned: 'Never say', required: 'Always say', excludedCategories: 'Never advertise', maxTitleLength: 'Longest title', maxDescLength: 'Longest description', maxCtaLength: 'Longest call to action',
  exclamations: 'Exclamation marks in one ad', allowsEmoji: 'Emoji', allowsCapitals: 'Words IN CAPITALS',
} as const satisfies Partial<Record<keyof BrandRules, string>>;
/** What may be allowed. */
export const ALLOWED = ['allowsEmoji', 'allowsCapitals'] as const;

function ruleText(value: BrandRules[keyof typeof RULE_LABELS]): string {
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  return typeof value === 'number' ? String(value) : value.join(', ') || '–';
}

/** Rules in the words of their form. */
export function rulesInWords(rules: BrandRules): InWords {
  const fields = Object.keys(RULE_LABELS) as (keyof typeof RULE_LABELS)[];
  return { ...Object.fromEntries(fields.map((field) => [RULE_LABELS[field], ruleText(rules[field])])), ...Object.fromEntries(CLAIMS.map((claim) => [CLAIM_NAMES[claim], rules.proofs[claim] ?? '–'])) };
}
