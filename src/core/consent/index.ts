/**
 * **Knows** the four purposes, what a grant is, and how signals decide (fail closed).
 * **Not here** the banner and the stored record (`#page/consent`, the only room that may say yes).
 * **Trust** page scripts can forge signals a shop may give (`local`, `ads`, `measure`), never `federate`, never against GPC.
 */
export { grantFor, isInForce, PURPOSES, type Grant, type Grants, type Purpose, type PurposeStates } from './purpose.ts';
