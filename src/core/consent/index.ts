/**
 * **Knows** the four purposes, what a grant is, what a record of consent holds, and how signals decide (fail closed).
 * **Not here** the stored record and who may change it (`#page/consent`, the only room that may say yes).
 * **Trust** page scripts can forge signals a shop may give (`local`, `ads`, `measure`), never `federate`, never against GPC.
 */
export { grantFor, isInForce, PURPOSES, type Grant, type Grants, type Purpose, type PurposeStates } from './purpose.ts';
export {
  grantsOf, parseConsentRecord, recordOf, statesOf, type Choice, type ConsentRecord, type ConsentSignals,
} from './record.ts';
