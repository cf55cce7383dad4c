import { FLOORS } from '#core/privacy';
import { shuffled, type Chance } from '#core/units';

/** Devices that are online in a slot of time, as a share of all; each slot draws anew. */
export const ONLINE_SHARE = 0.1;
/** Of the devices that start an update, those that are gone before they report: a tab is closed, a battery is empty. */
export const VANISHING_SHARE = 0.2;
/** Reports that arrive in the slot they are made in. Of the rest, half are there one slot later, half of what is left then the next, and so on. */
const AT_ONCE_SHARE = 0.75;
/** A report arrives after this many slots at most. */
const MAX_DELAY_SLOTS = 8;
/** Slots after which a round closes with fewer reports than it wanted, if they are k or more: of all devices 96 % have reported by then. */
const MAX_ROUND_SLOTS = 40;

/** How devices came and went in all rounds of a training. */
export interface AttendanceRecord {
  /** Share of the devices that is online in a slot. */
  readonly onlineShare: number;
  /** Slots of time that all rounds took together. */
  readonly slots: number;
  /** Updates that were started and never reported. */
  readonly vanished: number;
  /** Reports that arrived after their round had closed: refused, and paid for by the device all the same. */
  readonly late: number;
  /** Most reports that one device sent, late ones included. */
  readonly reportsPerDevice: number;
}

/** Devices that come and go while rounds are held. */
export interface Attendance {
  /**
   * Holds one round: open until `wanted` reports have arrived, or until its time is over and k have.
   *
   * @returns numbers of the devices whose reports are in, in the order they arrived; fewer than k where no other device is left
   */
  round(wanted: number): readonly number[];
  record(): AttendanceRecord;
}

/**
 * Devices come one after another, those of a slot in random order. One that is online while a round is open and has not
 * reported in it starts an update; a vanished one may try again when it is back. What arrives after its round is refused,
 * since a task is bound to the model it was opened on.
 *
 * @param mostReports - of one device in all rounds: what its ledger pays for. It is charged when a report is sent
 */
export function attendance(devices: number, mostReports: number, chance: Chance): Attendance {
  const sent = new Uint32Array(devices);
  const totals = { slots: 0, vanished: 0, late: 0 };
  return {
    round(wanted) {
      const batch: number[] = [];
      const hasReported = new Uint8Array(devices);
      let underway: Report[] = [];
      for (let slot = 1; ; slot++) {
        totals.slots += 1;
        const able = [...sent.keys()].filter((device) => hasReported[device] === 0 && (sent[device] ?? 0) < mostReports);
        const visits: Visit[] = [
          ...underway.filter((report) => report.slot === slot).map(({ device }) => ({ device, arrives: true })),
          ...able.filter(() => chance.next() < ONLINE_SHARE).map((device) => ({ device, arrives: false })),
        ];
        underway = underway.filter((report) => report.slot > slot);
        for (const { device, arrives } of shuffled(visits, chance)) {
          const isOpen = batch.length < wanted;
          if (arrives && !isOpen) totals.late += 1;
          if (arrives && isOpen) batch.push(device);
          if (arrives || !isOpen) continue;
          const delay = startUpdate(chance);
          if (delay === undefined) totals.vanished += 1;
          else {
            hasReported[device] = 1;
            sent[device] = (sent[device] ?? 0) + 1;
            if (delay === 0) batch.push(device);
            else underway.push({ device, slot: slot + delay });
          }
        }
        const isEnough = batch.length >= wanted || (slot >= MAX_ROUND_SLOTS && batch.length >= FLOORS.minBatch);
        if (!isEnough && (able.length > 0 || underway.length > 0)) continue;
        totals.late += underway.length;
        return batch;
      }
    },
    record: () => ({ onlineShare: ONLINE_SHARE, ...totals, reportsPerDevice: sent.reduce((most, reports) => Math.max(most, reports), 0) }),
  };
}

/** A report on its way, and the slot it arrives in. */
interface Report {
  readonly device: number;
  readonly slot: number;
}

/** What happens in a slot: a report arrives, or a device comes online. */
interface Visit {
  readonly device: number;
  readonly arrives: boolean;
}

/** Slots until the report of an update that starts now arrives; undefined where it never will. */
function startUpdate(chance: Chance): number | undefined {
  if (chance.next() < VANISHING_SHARE) return undefined;
  if (chance.next() < AT_ONCE_SHARE) return 0;
  let delay = 1;
  while (delay < MAX_DELAY_SLOTS && chance.next() < 0.5) delay += 1;
  return delay;
}

/** Blocks of a table that a device tells of: drawn before it looks at its data, each report then lost by chance alone. */
export function blocksTold(blocks: number, { reports, vanishing }: { readonly reports: number; readonly vanishing: number }, chance: Chance): ReadonlySet<number> {
  const all = Array.from({ length: blocks }, (_, block) => block);
  const drawn = reports >= blocks ? all : shuffled(all, chance).slice(0, reports);
  return new Set(vanishing > 0 ? drawn.filter(() => chance.next() >= vanishing) : drawn);
}
