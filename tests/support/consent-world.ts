import { buildCatalogue, type ItemId } from '#core/catalogue';
import type { Purpose } from '#core/consent';
import type { DeviceStores, WorkerApi } from '#core/contract';
import { startCollecting, type Collector } from '#page/collect';
import type { ConsentMode } from '#core/embed';
import { CONSENT_KEY, followTools, keeper, openConsent, type Consent, type RecordStorage } from '#page/consent';
import { memoryStores } from '#page/store';
import { createSession, type SessionPorts } from '#worker/session';
import { aDevice, type ADeployment } from './a-deployment.ts';
import { aCatalogue } from './a-shop.ts';
import { heldSession } from './held-session.ts';
import { aShopifyTool, aTcfTool, aToolPage } from './tool-page.ts';
import '../../src/consent/tools.ts';

const products = aCatalogue({ items: 60 }).products;
const built = buildCatalogue(products);
const CATALOGUE_URL = 'https://shop.example/catalogue/catalogue.json';

/** The consent tool a shop has; `api` calls `homebird('consent', …)`. */
export type ShopTool = 'none' | 'consent-mode' | 'tcf' | 'shopify' | 'api';

/** What the shopper ticked in the shop's tool; of `federate` the tool's own notion: improving services, or analytics. */
export type Ticked = Readonly<Record<Purpose, boolean>>;

const GRANTED = (isOn: boolean): string => (isOn ? 'granted' : 'denied');
const TCF: Readonly<Record<Purpose, readonly number[]>> = { local: [1, 5, 6], ads: [1, 3, 4], measure: [7, 8], federate: [10] };

/** A purpose that something was done for while a model of the shopper's will says no. */
export interface Breach {
  readonly what: string;
  readonly purpose: Purpose;
}

interface Tab {
  readonly consent: Consent;
  readonly collector: Collector;
  readonly worker: WorkerApi;
  readonly page: ReturnType<typeof aToolPage>;
  readonly number: number;
  say(ticked: Ticked | undefined, isAct: boolean): void;
}

/**
 * What the shopper has said, told apart from the code under test: the newest of her acts holds. It is an upper bound: the
 * code may grant less, where tools disagree or have not spoken, and never more.
 */
function will() {
  let newest: 'yes' | 'no' | 'nothing' = 'nothing';
  let ownRefusal = false;
  let federate: 'off' | 'on' | 'despite-gpc' = 'off';
  const state = { gpc: false, toolAllowsFederate: true };
  return {
    state,
    ownChoice(isYes: boolean, isFederate: boolean, isUnderGpc: boolean): void {
      newest = isYes ? 'yes' : 'no';
      ownRefusal = !isYes;
      if (!isYes || !isFederate) federate = 'off';
      else if (isUnderGpc) federate = 'despite-gpc';
      else if (federate === 'off') federate = 'on';
    },
    toolAct(isYes: boolean): void {
      newest = isYes ? 'yes' : 'no';
      ownRefusal = false;
      if (!isYes) federate = 'off';
    },
    /** A tool tells, on a new page, what she said there before. */
    toolRepeats(isYes: boolean): void {
      if (newest === 'nothing' && isYes && !ownRefusal) newest = 'yes';
    },
    /** A script of the page says so by a call: a no always counts, a yes where she has said nothing. */
    pageCall(isYes: boolean): void {
      if (!isYes) this.ownChoice(false, false, false);
      else if (newest === 'nothing') newest = 'yes';
    },
    cleared(): void {
      newest = 'nothing';
      ownRefusal = false;
      federate = 'off';
    },
    allows(purpose: Purpose): boolean {
      if (newest !== 'yes') return false;
      if (purpose === 'local') return true;
      if (purpose === 'ads' || purpose === 'measure') return !state.gpc;
      return federate !== 'off' && state.toolAllowsFederate && (!state.gpc || federate === 'despite-gpc');
    },
  };
}

/** One shopper's browser in one shop: tabs over one storage, each with its own page, consent, collector and worker; all real but the browser. */
export async function aConsentWorld(deployment: ADeployment, { tool, mode }: { readonly tool: ShopTool; readonly mode: ConsentMode }) {
  const her = will();
  const breaches: Breach[] = [];
  const demand = (purpose: Purpose, what: string): void => {
    if (!her.allows(purpose)) breaches.push({ what, purpose });
  };
  const local = new Map<string, string>();
  const storage: RecordStorage = { getItem: (key) => local.get(key) ?? null, setItem: (key, value) => void local.set(key, value), removeItem: (key) => void local.delete(key) };
  const kept = memoryStores();
  const device = aDevice(deployment, { stores: kept });
  const browser = heldSession(device, built.files);
  const tabs: Tab[] = [];
  let answered: Ticked | undefined;
  let isActing = false;
  const stores = watched(kept, (member) => demand('local', member));
  /** Pages that were left: their workers are gone with them. */
  const gone = new Set<number>();
  let pages = 0;
  const ports = (page: number): SessionPorts => ({
    ...browser.ports,
    hasGpc: () => her.state.gpc,
    load(url) {
      if (url.startsWith(device.ports.leaderUrl)) demand('local', `load ${url}`);
      return browser.ports.load(url);
    },
    async sending() {
      const { seal, network } = await browser.ports.sending();
      return {
        seal,
        network(session) {
          const { load, send } = network(session);
          return {
            load,
            send(grant, entry) {
              demand('federate', 'send');
              return send(grant, entry);
            },
          };
        },
      };
    },
    stores: () => stores,
    after: (delayMs, act) => browser.ports.after(delayMs, () => gone.has(page) || act()),
  });

  /** Other tabs hear of a change of the storage, as browsers tell them. */
  const tellOthers = (before: string | undefined): void => {
    if (local.get(CONSENT_KEY) !== before) for (const tab of tabs) tab.consent.refresh();
  };
  const noting = async (act: () => unknown): Promise<void> => {
    const before = local.get(CONSENT_KEY);
    act();
    tellOthers(before);
    await browser.settle();
  };

  const open = async (): Promise<Tab> => {
    const number = pages++;
    const tcf = aTcfTool();
    const page = aToolPage({
      location: { pathname: '/', search: '', hash: '', href: 'https://shop.example/', origin: 'https://shop.example' },
      history: { pushState: () => undefined, replaceState: () => undefined },
      ...(tool === 'tcf' && { __tcfapi: tcf.api }),
    });
    const shopify = aShopifyTool(page);
    if (tool === 'shopify') page.fields['Shopify'] = { customerPrivacy: shopify.privacy };
    if (tool === 'consent-mode') page.gtag('consent', 'default', { personalization_storage: 'denied', ad_storage: 'denied', ad_personalization: 'denied', analytics_storage: 'denied', wait_for_update: 500 });
    const consent = openConsent({ mode, keeper: keeper(storage), clock: device.ports.clock, hasGpc: () => her.state.gpc, isActing: () => isActing });
    if (mode === 'auto' || mode === 'granted') followTools(consent, page.window);
    const worker = createSession(ports(number));
    const mayKeep = (): boolean => consent.grants().purposes.includes('local');
    const collector = startCollecting({ page: page.window, sources: ['datalayer'], clock: device.ports.clock, randomness: device.ports.randomness, isAllowed: mayKeep, emit: (events) => void worker.record(events) });
    consent.subscribe((grants) => {
      void worker.setGrants(grants);
      collector.consentChanged();
    });
    await worker.start({ shop: 'test', catalogueUrl: CATALOGUE_URL, leaderUrl: device.ports.leaderUrl, policy: deployment.policyHash, tensorsUrl: '', debug: false }, consent.grants());
    const say = (ticked: Ticked | undefined, isAct: boolean): void => {
      switch (tool) {
        case 'none': return;
        case 'consent-mode': return ticked && page.gtag('consent', 'update', { personalization_storage: GRANTED(ticked.local), ad_storage: GRANTED(ticked.ads), ad_personalization: GRANTED(ticked.ads), analytics_storage: GRANTED(ticked.measure) });
        case 'tcf': return tcf.say(ticked ? { eventStatus: isAct ? 'useractioncomplete' : 'tcloaded', consents: (Object.keys(TCF) as Purpose[]).filter((purpose) => ticked[purpose]).flatMap((purpose) => TCF[purpose]) } : { eventStatus: 'cmpuishown' });
        case 'shopify': return ticked && shopify.collect([...(ticked.local ? ['preferences' as const] : []), ...(ticked.ads ? ['marketing' as const] : []), ...(ticked.measure ? ['analytics' as const] : [])]);
        case 'api': return ticked && void consent.choose({ local: ticked.local, ads: ticked.ads, measure: ticked.measure }, { by: 'page' });
      }
    };
    const tab: Tab = { consent, collector, worker, page, number, say };
    await browser.settle(); // the file that hears tools has arrived
    return tab;
  };
  const isHeard = tool === 'api' ? mode === 'external' : tool !== 'none' && (mode === 'auto' || mode === 'granted');
  /** Pages that know what she ticked last in the tool: in another tab nobody tells. */
  const informed = new Set<number>();
  const learn = ({ number }: Tab, ticked: Ticked): void => {
    informed.add(number);
    if (isHeard) her.state.toolAllowsFederate = tool === 'tcf' ? ticked.federate : tool === 'shopify' ? ticked.measure : true;
  };

  return {
    breaches, local, kept, device,
    tabs: () => tabs.length,
    /** Opens a tab, or loads a page in one; the tool tells what it knows. */
    async load(index: number): Promise<void> {
      const known = answered;
      if (known && isHeard) her.toolRepeats(known.local);
      const before = tabs[index];
      if (before) gone.add(before.number);
      const tab = await open();
      tabs[Math.min(index, tabs.length)] = tab;
      if (known) learn(tab, known);
      await noting(() => tab.say(known, false));
    },
    async choose(index: number, choice: { readonly isYes: boolean; readonly federate: boolean }): Promise<void> {
      const tab = tabs[index];
      if (!tab) return;
      her.ownChoice(choice.isYes, choice.federate, her.state.gpc && choice.federate);
      if (choice.federate && !informed.has(tab.number)) her.state.toolAllowsFederate = true; // her newest word, where no other is known
      await noting(() => tab.consent.choose({ local: choice.isYes, federate: choice.federate }, { by: 'shopper', ownSwitches: choice.federate ? ['federate'] : [] }));
    },
    /** A script of the page claims everything, or takes everything back. */
    async claim(index: number, isYes: boolean): Promise<void> {
      const tab = tabs[index];
      if (!tab || tool === 'api') return;
      her.pageCall(isYes);
      await noting(() => tab.consent.choose({ local: isYes, ads: isYes, measure: isYes, federate: isYes }, { by: 'page' }));
    },
    async act(index: number, ticked: Ticked): Promise<void> {
      const tab = tabs[index];
      if (!tab || !isHeard) return;
      answered = ticked;
      informed.clear();
      learn(tab, ticked);
      her.toolAct(ticked.local);
      isActing = true;
      await noting(() => tab.say(ticked, true));
      isActing = false;
    },
    async clear(): Promise<void> {
      her.cleared();
      local.clear();
      await noting(() => tabs.forEach((tab) => tab.consent.refresh()));
    },
    async gpc(isOn: boolean): Promise<void> {
      her.state.gpc = isOn;
      await noting(() => tabs.forEach((tab) => tab.consent.refresh()));
    },
    /** Something happens on a page, under a name of its own; gives whether it may be kept. */
    async happen(index: number, name: string): Promise<boolean> {
      const tab = tabs[index];
      if (!tab) return false;
      const may = her.allows('local');
      tab.collector.track('search', { search_term: name });
      tab.page.fields['dataLayer'] ??= [];
      (tab.page.fields['dataLayer'] as unknown[]).push({ event: 'add_to_cart', ecommerce: { items: [{ item_id: products[name.length % products.length]?.id as ItemId, quantity: 1 }], transaction: name } });
      await browser.settle();
      return may;
    },
    async contribute(index: number): Promise<void> {
      await tabs[index]?.worker.contribute();
      await browser.settle();
    },
    /** Lets time pass, in pages and workers. */
    async pass(spanMs: number): Promise<void> {
      const before = local.get(CONSENT_KEY);
      for (const tab of tabs) tab.page.pass(spanMs);
      tellOthers(before);
      await browser.pass(spanMs);
    },
    /** What the code grants in each tab, beyond what she allows. */
    excess(): readonly Breach[] {
      return tabs.flatMap((tab) => tab.consent.grants().purposes.filter((purpose) => !her.allows(purpose)).map((purpose) => ({ what: 'granted', purpose })));
    },
    grants: () => tabs.map((tab) => tab.consent.grants().purposes),
  };
}

export type ConsentWorld = Awaited<ReturnType<typeof aConsentWorld>>;

/** Members that change nothing, or that she may always ask for. */
const HARMLESS = new Set(['close', 'erase', 'tombstone']);

/** Stores that tell before each use of a member. */
function watched(stores: DeviceStores, onUse: (member: string) => void): DeviceStores {
  const watch = <Part extends object>(part: Part, name: string): Part => new Proxy(part, {
    get(target, key) {
      const member: unknown = Reflect.get(target, key);
      if (typeof member === 'object' && member !== null) return watch(member, `${name}.${String(key)}`);
      if (typeof member !== 'function') return member;
      return (...given: unknown[]) => {
        if (!HARMLESS.has(String(key))) onUse(`${name}.${String(key)}`);
        return Reflect.apply(member, target, given) as unknown;
      };
    },
  });
  return watch(stores, 'stores');
}
