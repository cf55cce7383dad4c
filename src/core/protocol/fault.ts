import type { Fault } from '#core/units';

/** Why a device did not report, or a report was not accepted. None of these is a bug. */
export type ReportFault = Fault<
  | 'no-consent' | 'paused' | 'offline' | 'no-task' | 'task-refused' | 'task-closed' | 'budget-spent' | 'already-reported'
  | 'wrong-policy' | 'unverified-model' | 'non-finite-update' | 'storage' | 'conflict' | 'too-large' | 'malformed' | 'server-error' | 'busy' | 'moved'
>;

/** Bytes or text that are no such message. `message` names the offset or the field. */
export type ProtocolFault = Fault<'malformed'>;
