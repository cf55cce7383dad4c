import type { Catalogue } from '#core/catalogue';
import type { DeviceStores, WorkerNotice } from '#core/contract';
import type { ContentHash } from '#core/units';
import type { PublishedModel } from '#worker/federation';
import type { CoOccurrence } from '#worker/recommender';
import type { DeviceModels } from './device-models.ts';
import { lazily } from './lazily.ts';
import type { SessionPorts } from './ports.ts';

/** A table of pairs that was verified. */
export type Table = Extract<PublishedModel, { kind: 'pairs' }>;

/** What this device reads out of the public table of pairs. */
export interface PairLane {
  /** What the newest table that was read says; undefined before there is one, and while all of it is noise. */
  current(): CoOccurrence | undefined;
  /** The newest table, where nobody has read it yet. */
  unread(): Table | undefined;
  /** Takes what an earlier page read out of the table this device has; does nothing where none did. */
  restore(): Promise<void>;
  /** Uses and keeps what was read out of `table`; undefined where all of it is noise. */
  take(table: Table, company: CoOccurrence | undefined): Promise<void>;
  /** A table that does not fit will not fit the next time either: it is not read again. */
  skip(table: Table): void;
  /** Files that it keeps among the device's. */
  files(): Promise<readonly ContentHash[]>;
}

export interface PairLaneOptions {
  readonly models: Pick<DeviceModels, 'get'>;
  readonly catalogue: Pick<Catalogue, 'items' | 'categories'>;
  readonly stores: Pick<DeviceStores, 'files' | 'settings'>;
  readonly notify: (notice: WorkerNotice) => void;
  readonly ports: Pick<SessionPorts, 'hash'>;
}

/** The lane over the models a device has verified. Shelves go on with what was read last while another table is being read. */
export function createPairLane({ models, catalogue, stores: { settings, files }, notify, ports }: PairLaneOptions): PairLane {
  let current: CoOccurrence | undefined;
  let readHash = '';
  const unread = (): Table | undefined => {
    const table = models.get('pairs');
    return table?.kind === 'pairs' && table.hash !== readHash ? table : undefined;
  };
  const use = (table: Table, company: CoOccurrence | undefined): void => {
    [current, readHash] = [company, table.hash];
    if (company) notify({ kind: 'scorers-ready', scorers: ['popularity', 'content', ...(models.get('t11') ? (['model'] as const) : []), 'co-occurrence', 'on-device', 'mix'] });
  };
  return {
    current: () => current,
    unread,
    async restore() {
      const table = unread();
      const kept = table && (await settings.read('companyFile'));
      if (!table || kept?.table !== table.hash) return;
      const bytes = await files.read(kept.file);
      if (!bytes || (await ports.hash(bytes)) !== kept.file) return;
      const part = await lazily(() => import('./kept-files.ts'));
      const company = part.ok ? part.value.decodeCompany(bytes, catalogue) : undefined;
      if (company) use(table, company);
    },
    async take(table, company) {
      use(table, company);
      if (!company) return;
      const part = await lazily(() => import('./kept-files.ts'));
      if (!part.ok) return; // used now, read again on the next page
      const bytes = part.value.encodeCompany(company);
      const file = await ports.hash(bytes);
      await files.write(file, bytes);
      await settings.write('companyFile', { table: table.hash, file });
    },
    skip(table) {
      readHash = table.hash;
    },
    async files() {
      const kept = await settings.read('companyFile');
      return kept ? [kept.file] : [];
    },
  };
}
