import { seededRandomness } from '#bench/lanes';
import { release } from '#bench/offpolicy';
import { FLOORS } from '#core/privacy';
import { seededChance } from '#core/units';
import { exactController, privateController, unpacedController, type Controller, type SpendRelease } from './controller.ts';
import { BOUND, crowdOf, STEP_EVENTS } from './crowd.ts';
import { CAMPAIGNS, HOURS, visitsOf } from './world.ts';

/** Share of what an unpaced market would spend that each campaign's budget allows. */
const BUDGET_SHARES = [0.5, 0.65, 0.55, 0.6, 0.5, 0.7];
/** How wrong the merchant's first guess of each rate is. */
const GUESS_FACTORS = [1.25, 0.8, 1.1, 0.75, 1.3, 0.9];

/** How a market is run. */
export interface MarketOptions {
  readonly devices: number;
  readonly pacing: 'private' | 'exact' | 'none';
  /** Measurement tasks a day, each released with noise of its own: 24 where hourly. */
  readonly tasks: number;
  /** Days before those that are judged: the first guesses are a quarter off. */
  readonly warmUpDays: number;
  readonly days: number;
  readonly seed: number;
}

/** One campaign on one judged day. */
export interface DayResult {
  readonly campaign: number;
  readonly day: number;
  readonly budgetCents: number;
  /** shape [24], cents spent by the end of each hour. */
  readonly spentCents: readonly number[];
  readonly passThrough: readonly number[];
}

/** What a market came to. */
export interface MarketResult {
  readonly options: MarketOptions;
  readonly days: readonly DayResult[];
  /** Reports a day. */
  readonly reports: number;
}

/** Runs a market: the same crowd, traffic and budgets for every kind of pacing of one seed. */
export function runMarket(options: MarketOptions): MarketResult {
  const potential = potentialOf(options.devices, options.seed);
  const budgets = potential.cents.map((cents, index) => cents * (BUDGET_SHARES[index] ?? 1));
  const guess = potential.events.map((events, index) => (events / potential.pages) * (GUESS_FACTORS[index] ?? 1));
  const spent = CAMPAIGNS.map(() => 0);
  const controller = controllerOf(options.pacing, budgets, guess, { pages: potential.pages, spent });
  const crowd = crowdOf(options.devices, seededChance(options.seed));
  const traffic = seededChance(options.seed + 1);
  const desk = releaseDesk(options.tasks, options.seed + 2);
  const days: DayResult[] = [];
  let reports = 0;
  for (let day = 0; day < options.warmUpDays + options.days; day++) {
    const start = [...spent];
    const curves = CAMPAIGNS.map(() => ({ spentCents: [] as number[], passThrough: [] as number[] }));
    visitsOf(options.devices, traffic).forEach((visits, hourOfDay) => {
      const hour = day * HOURS + hourOfDay;
      const passThrough = controller.passThrough(hour);
      let pages = 0;
      for (const visit of visits) {
        const report = crowd.report(visit.device, hour);
        if (report) {
          reports += 1;
          desk.take(report);
        }
        const served = crowd.visit(visit, hour, passThrough);
        pages += served.pages;
        served.spentCents.forEach((cents, index) => { spent[index] = (spent[index] ?? 0) + cents; });
      }
      controller.saw(hour, pages, passThrough);
      const released = desk.close(hour + 1);
      if (released) controller.release(released);
      curves.forEach((curve, index) => {
        curve.spentCents.push((spent[index] ?? 0) - (start[index] ?? 0));
        curve.passThrough.push(passThrough[index] ?? 0);
      });
    });
    if (day >= options.warmUpDays) curves.forEach((curve, campaign) => days.push({ campaign, day, budgetCents: budgets[campaign] ?? 0, ...curve }));
  }
  return { options, days, reports: reports / (options.warmUpDays + options.days) };
}

function controllerOf(pacing: MarketOptions['pacing'], budgets: readonly number[], guess: readonly number[], market: { readonly pages: number; readonly spent: readonly number[] }): Controller {
  const spentCents = (): readonly number[] => [...market.spent];
  if (pacing === 'private') return privateController(budgets, guess, market.pages);
  return pacing === 'exact' ? exactController(budgets, guess, market.pages, spentCents) : unpacedController(budgets, spentCents);
}

/** What a usual day of the market brings where everything is served. */
function potentialOf(devices: number, seed: number): { readonly cents: readonly number[]; readonly events: readonly number[]; readonly pages: number } {
  const crowd = crowdOf(devices, seededChance(seed));
  const cents = CAMPAIGNS.map(() => 0);
  let pages = 0;
  const days = 3;
  const traffic = seededChance(seed + 3);
  for (let day = 0; day < days; day++) {
    visitsOf(devices, traffic).forEach((visits, hour) => {
      for (const visit of visits) {
        const served = crowd.visit(visit, day * HOURS + hour, CAMPAIGNS.map(() => 0.6));
        pages += served.pages;
        served.spentCents.forEach((one, index) => { cents[index] = (cents[index] ?? 0) + one / 0.6; });
      }
    });
  }
  return { cents: cents.map((sum) => sum / days), events: cents.map((sum, index) => sum / days / (CAMPAIGNS[index]?.priceCents ?? 1)), pages: pages / days };
}

/** Sums reports into the task that is open and releases it with the noise of both servers. */
function releaseDesk(tasks: number, seed: number): { take(report: readonly number[]): void; close(hour: number): SpendRelease | undefined } {
  const randomness = seededRandomness(seed);
  let [sums, reports] = [CAMPAIGNS.map(() => 0), 0];
  return {
    take(report) {
      report.forEach((steps, cell) => { sums[cell] = (sums[cell] ?? 0) + steps; });
      reports += 1;
    },
    close(hour) {
      if (hour % (HOURS / tasks) !== 0 || reports < FLOORS.minBatch) return undefined; // a task with fewer stays open
      const { sums: noised, noiseVariance } = release(sums, BOUND, randomness);
      const released = { hour, reports, events: STEP_EVENTS.map((step, index) => (noised[index] ?? 0) * step), eventVariance: STEP_EVENTS.map((step) => noiseVariance * step ** 2) };
      [sums, reports] = [sums.map(() => 0), 0];
      return released;
    },
  };
}

/** Figures of the judged days of campaigns that are charged so: means over campaigns and days. */
export function figuresOf({ days }: MarketResult, charged: 'view' | 'click'): { readonly error: number; readonly overspend: number; readonly bias: number } {
  const errors = days.filter(({ campaign }) => CAMPAIGNS[campaign]?.charged === charged).map(({ spentCents, budgetCents }) => (spentCents.at(-1) ?? 0) / budgetCents - 1);
  const mean = (of: (error: number) => number): number => errors.reduce((sum, error) => sum + of(error), 0) / errors.length;
  return { error: mean(Math.abs), overspend: mean((error) => Math.max(0, error)), bias: mean((error) => error) };
}
