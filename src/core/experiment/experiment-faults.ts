import type { Campaign, CampaignFault, PlannedExperiment } from '#core/campaigns';
import { MAX_CELLS } from '#core/measurement';
import { DAY_MS } from '#core/units';
import { HELD_ARM, isRunning } from './arm.ts';
import { experimentCells } from './layout.ts';

/**
 * Most experiments that run at once, and most arms of one: all of them share what one report may hold, so that each more widens
 * the interval of every other. 4 × 4 arms take 96 of a report's 256 cells; by life cycle each takes four times as many.
 */
export const MAX_RUNNING = 4;
export const MAX_RUNNING_ARMS = 4;
/** Longest experiment, ms: devices that lose their draw would be counted twice after some months. */
const MAX_SPAN_MS = 92 * DAY_MS;
const WHOLE = 1000;
/** Largest share that a holdout keeps from ads, in thousandths: beyond half, it is the campaign that is the exception. */
const MOST_HELD = 500;

/** What is asked of an experiment before it starts; the number planned is not. */
type Asked = Omit<PlannedExperiment, 'salt' | 'plannedDevices'>;

/** What stands beside an experiment that is to start. */
export interface ExperimentSurroundings {
  /** Campaigns that are live. */
  readonly campaigns: readonly Pick<Campaign, 'id' | 'creatives'>[];
  /** Experiments that are kept already, those that are over too. */
  readonly others: readonly Asked[];
  readonly nowMs: number;
}

/** All that speaks against starting `experiment`, by the path of its field; empty where it can start. */
export function experimentFaults(experiment: Asked, { campaigns, others, nowMs }: ExperimentSurroundings): readonly CampaignFault[] {
  const { id, kind, arms, campaign: aimed, startMs, endMs } = experiment;
  const faults: CampaignFault[] = [];
  const want = (isFine: boolean, path: string, message: string): void => {
    if (!isFine) faults.push({ path, message });
  };
  const running = others.filter((other) => isRunning(other, nowMs) || other.startMs > nowMs);
  want(!others.some((other) => other.id === id), 'id', 'Another experiment has this id: an id names one experiment for ever');
  want(running.length < MAX_RUNNING, 'id', `At most ${MAX_RUNNING} experiments run at once: stop one first`);
  want(!running.some((other) => other.kind === kind && (other.campaign === aimed || other.campaign === undefined || aimed === undefined)), 'campaign', 'An experiment of this kind runs over this campaign already');
  want(endMs > nowMs && endMs > startMs, 'endMs', 'The end must come after now and after the start');
  want(endMs - startMs <= MAX_SPAN_MS, 'endMs', `An experiment lasts at most ${MAX_SPAN_MS / DAY_MS} days`);
  want(arms.length >= 2 && arms.length <= MAX_RUNNING_ARMS, 'arms', `Wanted 2 to ${MAX_RUNNING_ARMS} arms`);
  want([experiment, ...running].reduce((cells, each) => cells + experimentCells(each), 0) <= MAX_CELLS, 'arms', `With those that run, this is more than the ${MAX_CELLS} numbers of a report: fewer arms, or not by life cycle`);
  want(new Set(arms.map(({ name }) => name)).size === arms.length, 'arms', 'Two arms have one name');
  want(arms.reduce((sum, { thousandths }) => sum + thousandths, 0) === WHOLE, 'arms', `The shares of the arms must sum to ${WHOLE} thousandths`);
  arms.forEach(({ thousandths }, i) => want(thousandths >= 1, `arms[${i}].thousandths`, 'An arm without a share is never drawn'));
  const campaign = campaigns.find((each) => each.id === aimed);
  want(aimed === undefined || campaign !== undefined, 'campaign', 'This campaign is not live: nothing of it is shown that could be compared');
  if (kind === 'holdout') {
    const held = arms.find(({ name }) => name === HELD_ARM);
    want(arms.length === 2 && held !== undefined, 'arms', `A holdout has two arms, one of them named ${HELD_ARM}`);
    want(held === undefined || held.thousandths <= MOST_HELD, 'arms', `A holdout keeps at most ${MOST_HELD} thousandths of the devices from the ads`);
  } else {
    want(aimed !== undefined, 'campaign', 'A comparison of creatives needs their campaign');
    arms.forEach(({ name }, i) => want(campaign === undefined || campaign.creatives.some((creative) => String(creative.id) === name), `arms[${i}].name`, 'The campaign has no creative of this id'));
  }
  return faults;
}
