import { catalogueCheck, consentCheck, policyCheck, tagCheck, workerCheck } from './checks-install.ts';
import { engineCheck, eventsCheck, faultsCheck, joinCheck, leaderCheck, modelsCheck, productCheck, shelvesCheck, speedCheck, storageCheck } from './checks-life.ts';
import type { Check, Facts } from './facts.ts';

const CHECKS: readonly ((facts: Facts) => Check)[] = [
  tagCheck, consentCheck, catalogueCheck, workerCheck, policyCheck, shelvesCheck, productCheck, joinCheck, eventsCheck, engineCheck, leaderCheck, modelsCheck, storageCheck, speedCheck, faultsCheck,
];

/** The checklist, in the order in which an installation comes to life. */
export function checksOf(facts: Facts): readonly Check[] {
  return [...CHECKS.map((check) => check(facts)), ...facts.more];
}

/** What to do next: the first thing to change, else the first that waits for the visitor; undefined where all is well. */
export function nextStep(checks: readonly Check[]): Check | undefined {
  return checks.find(({ state }) => state === 'mend') ?? checks.find(({ state }) => state === 'wait');
}

/**
 * The checklist as text to paste into a message. Ids of products that were looked at are left out unless asked for, and so is
 * the page's path: both tell what somebody viewed.
 */
export function reportText(checks: readonly Check[], { origin, path, withPrivate }: { readonly origin: string; readonly path: string; readonly withPrivate: boolean }): string {
  const lines = checks.flatMap(({ title, state, finding, rows, mend }) => [
    `[${state}] ${title}: ${finding}`,
    ...rows.map(({ name, value, isPrivate }) => `    ${name}: ${isPrivate === true && !withPrivate ? '(left out)' : value}`),
    ...(mend ? [`    to mend: ${mend.what}${mend.line === undefined ? '' : `: ${mend.line}`}`] : []),
  ]);
  return [`Homebird debug report of ${origin}${withPrivate ? path : ''}`, ...lines, ''].join('\n');
}
