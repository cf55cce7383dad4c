/**
 * **Knows** the four purposes, what a grant is, what a record of consent holds, what the signals of a shop's consent tools
 * mean, and how all of these decide (fail closed).
 * **Not here** the stored record and who may change it (`#page/consent`, the only room that may say yes); how tools are heard.
 * **Trust** page scripts can forge signals a shop may give (`local`, `ads`, `measure`), never `federate`, never against GPC.
 */
export { grantFor, isInForce, PURPOSES, sendsGpc, withheldUnderGpc, type Grant, type Grants, type Purpose, type PurposeStates } from './purpose.ts';
export { type ConsentLogEntry, type ConsentSpeaker } from './log.ts';
export {
  grantsOf, isRefusedByTool, logOf, parseConsentRecord, recordOf, statesOf, type Choice, type ConsentGrounds, type ConsentRecord,
} from './record.ts';
export { CONSENT_MODE_KEYS, signalOfConsentMode, signalOfShopify, signalOfTcf, type ConsentModeKey } from './vocabularies.ts';
export { changeOf, hasNews, isRefusedByHer, signalsToKeep, type ConsentTool, type Say, type ToolSignal, type ToolSignals } from './tool-signal.ts';
