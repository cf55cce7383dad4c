import { withStorageFaults, type ReportFault } from '#core/protocol';
import { ok, type Result } from '#core/units';
import type { DeviceParts } from './options.ts';
import type { PersonalHead } from './personal-head.ts';

/** Takes up what the last visit verified, fitted and read, once; where storage failed, the next call tries again. */
export function lastVisit({ config, models, pairs }: Pick<DeviceParts, 'config' | 'models' | 'pairs'>, head: PersonalHead): () => Promise<Result<void, ReportFault>> {
  let restoring: Promise<Result<void, ReportFault>> | undefined;
  return async () => {
    restoring ??= withStorageFaults<void, ReportFault>(async () => {
      await head.restore();
      if (config.leaderUrl !== '') await models.restore();
      await pairs.restore();
      return ok(undefined);
    });
    const result = await restoring;
    if (!result.ok) restoring = undefined;
    return result;
  };
}
