import type { LoadFile } from '#core/audit';
import { loadBytes } from '#page/frame';
import type { Audited } from './run.ts';

/** The two servers as the policy names them: a proof about one report is asked of both. */
export function reportPorts({ policy }: Pick<Audited, 'policy'>): { readonly leader: LoadFile; readonly helper: LoadFile } {
  return { leader: (path) => loadBytes(policy.leaderUrl + path), helper: (path) => loadBytes(policy.helperUrl + path) };
}
