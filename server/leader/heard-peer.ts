import type { Result } from '#core/units';
import type { HelperPeer, PeerFault } from './helper-peer.ts';
import type { Duty, Party, Standings, TroubleKind } from './standings.ts';

/** What an answer says of the helper itself; a refusal of one task or batch says nothing. */
function troubleOf(fault: PeerFault): TroubleKind | undefined {
  switch (fault.kind) {
    case 'unreachable': return fault.problem === 'quota' ? 'full' : 'away';
    case 'malformed': return 'wrong-answer';
    case 'refused': return fault.problem === 'unauthorised' ? 'other-secret' : undefined;
  }
}

/** `peer`, with every answer noted under the helper's standing. */
export function heardPeer(peer: HelperPeer, standings: Standings, helper: Party): HelperPeer {
  const heard = async <Value>(asking: Promise<Result<Value, PeerFault>>): Promise<Result<Value, PeerFault>> => {
    const answer = await asking;
    standings.met(helper, 'calls', answer.ok ? undefined : troubleOf(answer.fault));
    return answer;
  };
  /** Also noted where it says no: what the whole deployment rests on. */
  const vital = async <Value>(duty: Duty, refusal: TroubleKind, asking: Promise<Result<Value, PeerFault>>): Promise<Result<Value, PeerFault>> => {
    const answer = await heard(asking);
    if (answer.ok) standings.met(helper, duty);
    else if (answer.fault.kind === 'refused' && answer.fault.problem !== 'unauthorised') standings.met(helper, duty, refusal);
    return answer;
  };
  return {
    hpkeConfig: () => heard(peer.hpkeConfig()),
    keyLine: () => heard(peer.keyLine()),
    pinLogKey: (line) => vital('log', 'other-log', peer.pinLogKey(line)),
    agree: (task, bytes) => vital('tasks', 'refuses', peer.agree(task, bytes)),
    abandon: (task) => heard(peer.abandon(task)),
    prepare: (jobId, job) => heard(peer.prepare(jobId, job)),
    share: (request) => heard(peer.share(request)),
  };
}
