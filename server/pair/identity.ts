import type { HpkeConfig } from '#core/protocol';
import type { NoteSigner } from '#core/tlog';
import { utf8Decode, utf8Encode } from '#core/units';
import { ed25519, generateHpkeKeys, type HpkeKeys } from '#page/crypto';
import type { SettingTable, Store } from '#server/store';

/** Keys of one aggregator, made once and kept for the life of its data folder. */
export interface Identity {
  readonly hpke: HpkeKeys;
  readonly hpkeConfig: HpkeConfig;
  /** Signs the log (leader) or cosigns it (helper). */
  readonly signer: NoteSigner;
}

/** HPKE configuration ids only tell keys apart; each aggregator has one key. */
const HPKE_CONFIG_IDS = { leader: 1, helper: 2 } as const;
const NAMES = { hpkePublic: 'hpke-public', hpkeSecret: 'hpke-secret', signPublic: 'sign-public', signSecret: 'sign-secret', signName: 'sign-name' } as const;

/** As much of a store as keys need. */
type KeyStore = Pick<Store<{ readonly settings: SettingTable }>, 'tables' | 'transact'>;

/** @throws TypeError for a value that was just written and is not there: the store broke its promise */
function kept({ tables: { settings } }: KeyStore, name: string): Uint8Array<ArrayBuffer> {
  const value = settings.get(name);
  if (!value) throw new TypeError(`Cannot find "${name}" of this server's keys, although it was just written`);
  return new Uint8Array(value);
}

/**
 * The signer of this server; a fresh one is durable before this resolves, so that nobody is told a key that a crash forgets.
 *
 * @param nameOf - name of the signer, made from its public key; kept from the first time on, because others pin name and key together
 */
export async function signerIn(store: KeyStore, nameOf: (publicKey: Uint8Array) => string): Promise<NoteSigner> {
  const fresh = await ed25519.generate();
  await store.transact(({ settings }) => {
    if (!settings.get(NAMES.signSecret)) {
      settings.set(NAMES.signPublic, fresh.publicKey);
      settings.set(NAMES.signSecret, fresh.secretKey);
    }
    const publicKey = settings.get(NAMES.signPublic);
    if (publicKey && !settings.get(NAMES.signName)) settings.set(NAMES.signName, utf8Encode(nameOf(publicKey)));
  });
  return { name: utf8Decode(kept(store, NAMES.signName)), publicKey: kept(store, NAMES.signPublic), secretKey: kept(store, NAMES.signSecret) };
}

/** The aggregator's keys, as durable as those of {@link signerIn}. @param nameOf - as there */
export async function identityIn(store: KeyStore, role: 'leader' | 'helper', nameOf: (publicKey: Uint8Array) => string): Promise<Identity> {
  const fresh = await generateHpkeKeys();
  await store.transact(({ settings }) => {
    if (settings.get(NAMES.hpkeSecret)) return;
    settings.set(NAMES.hpkePublic, fresh.publicKey);
    settings.set(NAMES.hpkeSecret, fresh.secretKey);
  });
  const signer = await signerIn(store, nameOf);
  const hpke = { publicKey: kept(store, NAMES.hpkePublic), secretKey: kept(store, NAMES.hpkeSecret) };
  return { hpke, hpkeConfig: { id: HPKE_CONFIG_IDS[role], publicKey: hpke.publicKey }, signer };
}
