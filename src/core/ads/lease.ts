import type { CampaignId } from '#core/campaigns';
import { sha256Bytes, utf8Encode } from '#core/units';

/**
 * This device's number for a campaign under one delivery file, uniform in [0, 1): it serves the campaign where its pass-through
 * is above it. The same for as long as the file holds, so that no reload draws again; independent between files and campaigns.
 *
 * @param secret - the device's own draw for ads, as text
 */
export function leaseDraw(secret: string, issuedMs: number, campaignId: CampaignId): number {
  const digest = sha256Bytes(utf8Encode(`homebird ad lease ${secret} ${issuedMs} ${campaignId}`));
  return new DataView(digest.buffer, digest.byteOffset).getUint32(0) / 2 ** 32;
}
