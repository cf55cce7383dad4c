import { shuffled, type Chance } from '#core/units';
import { CAMPAIGNS, clickRateOf, interestsOf, KINDS, type Visit } from './world.ts';

/** What a device counts one charged click as, in steps of its report: clicks are rare, and noise is the same in every cell. */
const CLICK_STEPS = 4;
/** L1 bound of a report, in steps: 1 device in 100 has more to tell, and leaves views out by chance. */
export const BOUND = 20;

/** shape [CAMPAIGNS]: charged events that one step of a campaign's cell stands for. */
export const STEP_EVENTS: readonly number[] = CAMPAIGNS.map(({ charged }) => (charged === 'click' ? 1 / CLICK_STEPS : 1));

interface Charged {
  readonly hour: number;
  readonly campaign: number;
}

/** What a visit brought. */
export interface Served {
  /** shape [CAMPAIGNS], cents. */
  readonly spentCents: Float64Array;
  readonly pages: number;
}

/** Devices with shoppers: they choose ads as a device does, respond by relevance, and report once a day. */
export interface Crowd {
  /** One visit at absolute hour `hour`; `passThrough` is what the delivery file says, shape [CAMPAIGNS]. */
  visit(visit: Visit, hour: number, passThrough: readonly number[]): Served;
  /**
   * The day's report of a device that is there at `hour`, if its stored draw says it is time and it has not reported today:
   * steps by campaign, of all it served since its last report and before this hour. So every event of a device that comes
   * back is told once, whenever its draws fall.
   */
  report(device: number, hour: number): readonly number[] | undefined;
}

/** A crowd of `devices`, repeatable by its chance. */
export function crowdOf(devices: number, chance: Chance): Crowd {
  const interests = interestsOf(devices, chance);
  const lastHour = new Int32Array(devices * CAMPAIGNS.length).fill(-1);
  const logs: Charged[][] = Array.from({ length: devices }, () => []);
  const reportedDay = new Int32Array(devices).fill(-1);

  /** Campaigns that may be shown in this hour, dearest first: each once. */
  const chosen = (device: number, hour: number, passThrough: readonly number[]): readonly number[] => {
    const valued: [index: number, value: number][] = [];
    for (let index = 0; index < CAMPAIGNS.length; index++) {
      const campaign = CAMPAIGNS[index];
      if (!campaign || lastHour[device * CAMPAIGNS.length + index] === hour || stickyDraw(device, index, hour) >= (passThrough[index] ?? 0)) continue;
      const clicks = clickRateOf(campaign, interests[device * KINDS + campaign.kind] ?? 0);
      valued.push([index, campaign.priceCents * (campaign.charged === 'click' ? clicks : 1) * (0.9 + 0.2 * chance.next())]);
    }
    return valued.sort(([, a], [, b]) => b - a).map(([index]) => index);
  };

  return {
    visit({ device, pages }, hour, passThrough) {
      const spentCents = new Float64Array(CAMPAIGNS.length);
      for (const index of chosen(device, hour, passThrough).slice(0, pages)) {
        const campaign = CAMPAIGNS[index];
        if (!campaign) continue;
        lastHour[device * CAMPAIGNS.length + index] = hour;
        if (campaign.charged === 'click' && chance.next() >= clickRateOf(campaign, interests[device * KINDS + campaign.kind] ?? 0)) continue;
        spentCents[index] = (spentCents[index] ?? 0) + campaign.priceCents;
        logs[device]?.push({ hour, campaign: index });
      }
      return { spentCents, pages };
    },
    report(device, hour) {
      const day = Math.floor(hour / 24);
      if (reportedDay[device] === day || hour % 24 < 24 * stickyDraw(device, CAMPAIGNS.length, day)) return undefined;
      reportedDay[device] = day;
      const events = (logs[device] ?? []).filter((event) => event.hour < hour);
      logs[device] = (logs[device] ?? []).filter((event) => event.hour >= hour);
      return countReport(events, chance);
    },
  };
}

function countReport(events: readonly Charged[], chance: Chance): readonly number[] {
  const steps = CAMPAIGNS.map(() => 0);
  let left = BOUND;
  const dearFirst = shuffled(events, chance).sort((a, b) => (STEP_EVENTS[a.campaign] ?? 1) - (STEP_EVENTS[b.campaign] ?? 1)); // a click left out costs four times a view
  for (const { campaign } of dearFirst) {
    const cost = Math.round(1 / (STEP_EVENTS[campaign] ?? 1));
    if (cost > left) continue;
    steps[campaign] = (steps[campaign] ?? 0) + cost;
    left -= cost;
  }
  return steps;
}

/**
 * Draw of a device for a campaign in an hour, uniform in [0, 1) and the same all hour. Drawn anew for every page it would let
 * through nearly everyone who looks at a few: with one showing an hour, spend would then hardly follow the pass-through.
 */
function stickyDraw(device: number, campaign: number, hour: number): number {
  let word = Math.imul(device + 1, 0x9e3779b1) ^ Math.imul(campaign + 1, 0x85ebca6b) ^ Math.imul(hour + 1, 0xc2b2ae35);
  word = Math.imul(word ^ (word >>> 15), 0x2c1b3c6d);
  word = Math.imul(word ^ (word >>> 12), 0x297a2d39);
  return ((word ^ (word >>> 15)) >>> 0) / 2 ** 32;
}
