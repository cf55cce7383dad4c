import type { NoteSigner } from '#core/tlog';
import type { HpkeConfig } from '#core/protocol';
import { ed25519, generateHpkeKeys, type HpkeKeys } from '#page/crypto';
import type { SettingTable } from '#server/store';

/** Keys of one aggregator, made once and kept for the life of its data folder. */
export interface Identity {
  readonly hpke: HpkeKeys;
  readonly hpkeConfig: HpkeConfig;
  /** Signs the log (leader) or cosigns it (helper). */
  readonly signer: NoteSigner;
}

/** HPKE configuration ids only tell keys apart; each aggregator has one key. */
const HPKE_CONFIG_IDS = { leader: 1, helper: 2 } as const;
const NAMES = { hpkePublic: 'hpke-public', hpkeSecret: 'hpke-secret', signPublic: 'sign-public', signSecret: 'sign-secret' } as const;

/** As much of a store as keys need. */
export interface KeyStore {
  readonly tables: { readonly settings: SettingTable };
  transact<Value>(work: (tables: { readonly settings: SettingTable }) => Value): Promise<Value>;
}

/**
 * The aggregator's keys; fresh ones are durable before this resolves, so that nobody is told a key that a crash forgets.
 *
 * @param nameOf - name of the signer, made from its public key
 */
export async function identityIn(store: KeyStore, role: 'leader' | 'helper', nameOf: (publicKey: Uint8Array) => string): Promise<Identity> {
  const fresh = { hpke: await generateHpkeKeys(), sign: await ed25519.generate() };
  await store.transact(({ settings }) => {
    if (settings.get(NAMES.hpkeSecret)) return;
    settings.set(NAMES.hpkePublic, fresh.hpke.publicKey);
    settings.set(NAMES.hpkeSecret, fresh.hpke.secretKey);
    settings.set(NAMES.signPublic, fresh.sign.publicKey);
    settings.set(NAMES.signSecret, fresh.sign.secretKey);
  });
  const kept = (name: string): Uint8Array<ArrayBuffer> => {
    const value = store.tables.settings.get(name);
    if (!value) throw new TypeError(`Cannot find the key "${name}", although it was just written`);
    return new Uint8Array(value);
  };
  const hpke = { publicKey: kept(NAMES.hpkePublic), secretKey: kept(NAMES.hpkeSecret) };
  const publicKey = kept(NAMES.signPublic);
  return {
    hpke,
    hpkeConfig: { id: HPKE_CONFIG_IDS[role], publicKey: hpke.publicKey },
    signer: { name: nameOf(publicKey), publicKey, secretKey: kept(NAMES.signSecret) },
  };
}
