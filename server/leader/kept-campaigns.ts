import { parseManagedCampaign, type ManagedCampaign } from '#core/campaigns';
import { utf8Decode } from '#core/units';
import type { CampaignRow, LeaderTables } from '#server/store';

/** A kept campaign. @throws TypeError for one that cannot be read: it was written by this program */
export function managedOf({ id, bytes }: CampaignRow): ManagedCampaign {
  const managed = parseManagedCampaign(JSON.parse(utf8Decode(bytes)));
  if (!managed.ok) throw new TypeError(`Cannot read campaign ${id}: ${managed.fault.message}`);
  return managed.value;
}

/** All campaigns that are kept. @throws TypeError as {@link managedOf} */
export function managedCampaigns({ campaigns }: Pick<LeaderTables, 'campaigns'>): readonly ManagedCampaign[] {
  return campaigns.all().map(managedOf);
}
