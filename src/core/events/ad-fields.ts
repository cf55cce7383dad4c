import { MAX_ID_LENGTH, type FieldChecks } from './parse.ts';

const isName = (value: unknown): boolean => typeof value === 'string' && value.length > 0 && value.length <= MAX_ID_LENGTH;

const isChance = (value: unknown): boolean => typeof value === 'number' && value > 0 && value < 1;

/** What the fields of ad events must hold, for `parseEvent`: of what this device itself wrote and gets back, restored or moved. */
export const AD_FIELDS: FieldChecks = {
  campaignId: isName,
  creativeId: isName,
  slot: isName,
  clickChance: isChance,
  buyChance: isChance,
  policyId: isName,
  target: (value) => typeof value === 'number' && value >= 0 && value <= 1,
  propensity: (value) => typeof value === 'number' && value >= Number.MIN_VALUE && value <= 1,
};
