import type { IntentExample } from './classifier.ts';
import { ENGLISH_EXAMPLES } from './examples-en.ts';
import { CHINESE_EXAMPLES } from './examples-zh.ts';
import { INTENTS, type Intent } from './intents.ts';

/** Questions of one language by intent, a line each. */
export type ExampleLines = Readonly<Record<Intent, string>>;

/** The training set of the intent classifier, in both languages; written for this purpose, none of it from a shop or a person. A call, so that no device carries it. */
export function intentExamples(): readonly IntentExample[] {
  return [ENGLISH_EXAMPLES, CHINESE_EXAMPLES].flatMap((lines) => INTENTS.flatMap((intent) => lines[intent].trim().split('\n').map((question) => ({ question: question.trim(), intent }))));
}
