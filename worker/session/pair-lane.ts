import type { ContentHash } from '#core/units';
import { companyIn, tableFault, type PublishedModel } from '#worker/federation';
import type { CoOccurrence } from '#worker/recommender';
import { decodeCompany, encodeCompany } from './company-file.ts';
import type { DeviceParts } from './options.ts';

/** What this device reads out of the public table of pairs. */
export interface PairLane {
  /** What the newest table that was read says; undefined before there is one, and while all of it is noise. */
  current(): CoOccurrence | undefined;
  /** Takes what an earlier page read out of the table this device has; does nothing where none did. */
  restore(): Promise<void>;
  /** Reads the newest table, once each, and keeps what it says. Takes seconds: in idle time only. @param pause - awaited between slices; may throw to abandon */
  read(pause: () => Promise<void>): Promise<void>;
  /** Files that it keeps among the device's. */
  files(): Promise<readonly ContentHash[]>;
}

type Parts = Pick<DeviceParts, 'models' | 'catalogue' | 'stores' | 'layoutOf' | 'notify'> & { readonly ports: Pick<DeviceParts['ports'], 'hash'> };
type Table = Extract<PublishedModel, { kind: 'pairs' }>;

/** The lane over the models a device has verified. Shelves go on with what was read last while another table is being read. */
export function createPairLane({ models, catalogue, stores: { settings, files }, layoutOf, notify, ports }: Parts): PairLane {
  let current: CoOccurrence | undefined;
  let readHash = '';
  /** The table that is still to be read. */
  const unread = (): Table | undefined => {
    const table = models.get('pairs');
    return table?.kind === 'pairs' && table.hash !== readHash ? table : undefined;
  };
  const use = (table: Table, company: CoOccurrence | undefined): void => {
    [current, readHash] = [company, table.hash];
    if (company) notify({ kind: 'scorers-ready', scorers: ['popularity', 'content', ...(models.get('t11') ? (['model'] as const) : []), 'co-occurrence', 'on-device', 'mix'] });
  };
  const restore = async (): Promise<void> => {
    const table = unread();
    const kept = table && (await settings.read('companyFile'));
    if (!table || kept?.table !== table.hash) return;
    const bytes = await files.read(kept.file);
    const company = bytes && (await ports.hash(bytes)) === kept.file ? decodeCompany(bytes, catalogue.items) : undefined;
    if (company) use(table, company);
  };
  const keep = async (table: Table, company: CoOccurrence): Promise<void> => {
    const bytes = encodeCompany(company);
    const file = await ports.hash(bytes);
    await files.write(file, bytes);
    await settings.write('companyFile', { table: table.hash, file });
  };
  return {
    current: () => current,
    restore,
    async read(pause) {
      await restore();
      const table = unread();
      if (!table) return;
      await pause();
      const layout = layoutOf(table.maxBlocks);
      await pause();
      const fault = tableFault(table, catalogue, layout);
      if (fault !== undefined) {
        readHash = table.hash; // it will not fit the next time either
        notify({ kind: 'fault', fault: { kind: 'unverified-model', message: fault } });
        return;
      }
      const company = companyIn(table, layout, catalogue);
      use(table, company);
      if (company) await keep(table, company);
    },
    async files() {
      const kept = await settings.read('companyFile');
      return kept ? [kept.file] : [];
    },
  };
}
