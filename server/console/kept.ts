import { parseManagedCampaign, type ManagedCampaign } from '#core/campaigns';
import { utf8Decode } from '#core/units';
import type { CampaignRow } from '#server/store';

/** A kept campaign. @throws TypeError for one that cannot be read: it was written by this program */
export function managedOf({ id, bytes }: CampaignRow): ManagedCampaign {
  const managed = parseManagedCampaign(JSON.parse(utf8Decode(bytes)));
  if (!managed.ok) throw new TypeError(`Cannot read campaign ${id}: ${managed.fault.message}`);
  return managed.value;
}
