import { FRESH } from './fresh-questions.ts';
import { TEST_CHINESE } from './test-chinese.ts';
import { TEST_ENGLISH } from './test-english.ts';
import { UNSEEN } from './unseen-questions.ts';
import { VALIDATION } from './validation.ts';
import { VALIDATION_BICYCLES } from './validation-bicycles.ts';
import { VALIDATION_UNRELATED } from './validation-unrelated.ts';

/** A question with what a right answer is. */
export interface JudgedQuestion {
  readonly question: string;
  readonly language: 'en' | 'zh';
  /** Page and anchor, `returns#how-long`; null where the shop does not say. */
  readonly gold: string | null;
  /** What the answer must hold; '' where nothing. */
  readonly holds: string;
}

function read(lines: string): readonly JudgedQuestion[] {
  return lines.trim().split('\n').map((line) => {
    const [question = '', gold = '-', holds = ''] = line.split('|').map((cell) => cell.trim());
    return { question, language: /\p{Script=Han}/u.test(question) ? 'zh' : 'en', gold: gold === '-' ? null : gold, holds };
  });
}

/** Chosen on: about the demo shop, and about the pages of `bicycle-pages.ts`. */
export const VALIDATION_QUESTIONS = read(VALIDATION);
export const BICYCLE_QUESTIONS = read(VALIDATION_BICYCLES);
export const UNRELATED_QUESTIONS = read(VALIDATION_UNRELATED);
/** Measured on. */
export const TEST_QUESTIONS = [...read(TEST_ENGLISH), ...read(TEST_CHINESE)];
/** Measured on too: about `unseen-pages.ts`, which nothing was chosen on. */
export const UNSEEN_QUESTIONS = read(UNSEEN);
export const FRESH_QUESTIONS = read(FRESH);
