import { dnn128, dnn64 } from './dnn.ts';
import { fm } from './fm.ts';
import type { Head } from './head.ts';
import { logistic } from './logistic.ts';
import { neumf } from './neumf.ts';

/** Heads by name, in the order in which they are listed. */
export const HEADS = ['lr', 'fm', 'dnn64', 'dnn128', 'neumf', 'bayes'] as const;
export type HeadName = (typeof HEADS)[number];

/** Heads that score one choice; the Bayes table answers another question. */
export const HEAD_BY_NAME: Readonly<Record<Exclude<HeadName, 'bayes'>, Head>> = { lr: logistic, fm, dnn64, dnn128, neumf };
