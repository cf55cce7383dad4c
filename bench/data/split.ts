import { seededChance } from '#core/units';
import type { DataEvent, Dataset, DataUser } from './dataset.ts';
import type { GivenCase } from './read.ts';
import { DataError } from './rows.ts';

/** What `--split` takes. `time`: one moment for everyone. `last-day`: everything of the file's last day. `loo`: each user's last item. `given`: train and test files. */
export const SPLITS = ['time', 'last-day', 'loo', 'given'] as const;
export type SplitName = (typeof SPLITS)[number];

/** One question: after `history`, what came next? */
export interface TestCase {
  /** Index of the user for pairing and resampling; sessions count as users. */
  readonly user: number;
  /** Strictly before the targets, oldest first. */
  readonly history: readonly DataEvent[];
  /** Distinct items; more than one for a basket. */
  readonly targets: readonly number[];
  readonly atMs: number;
}

/** Train users and the questions asked of a model fitted on them. */
export interface Split {
  readonly name: SplitName;
  /** Only what a model may learn from. */
  readonly train: readonly DataUser[];
  /** For choosing step, clip, rounds and thresholds, never for a reported figure. Empty where files are given: tune with the source's own tuning files. */
  readonly validation: readonly TestCase[];
  readonly test: readonly TestCase[];
  /** Items of the history leave the ranking, as leave-one-out papers do. */
  readonly removesHistory: boolean;
  /** [N] 1 where an item may be ranked. */
  readonly candidates: Uint8Array;
  /** [N] 1 where the item stands in `train`. */
  readonly known: Uint8Array;
  /** Targets that no model could rank, left out and counted. */
  readonly unseenTargets: number;
  /** Users who never train, among `test` users. */
  readonly coldUsers: ReadonlySet<number>;
  /** Last moment of `train`, ms; Infinity where there are no times. */
  readonly trainEndMs: number;
}

/** `text` as a split. @throws DataError naming the choices */
export function parseSplit(text: string): SplitName {
  const split = SPLITS.find((name) => name === text);
  if (!split) throw new DataError(`Cannot split by "${text}": choose one of ${SPLITS.join(', ')}`);
  return split;
}

/** Fewest interactions of a user whose last item is asked for: one to learn from, one to tune on, one to test. */
const MIN_LEAVE_ONE_OUT = 3;

/**
 * Each user's last item is the target, the one before it tunes.
 *
 * @param refits - whether train holds the tuning item too, as some papers do: say so beside the figures
 */
export function splitLeaveOneOut(dataset: Dataset, { refits = false }: { readonly refits?: boolean } = {}): Split {
  const train: DataUser[] = [];
  const validation: TestCase[] = [];
  const test: TestCase[] = [];
  for (const [user, { id, events }] of dataset.users.entries()) {
    const [tuned, last] = events.slice(-2);
    if (events.length < MIN_LEAVE_ONE_OUT || !tuned || !last) {
      train.push({ id, events });
      continue;
    }
    train.push({ id, events: events.slice(0, refits ? -1 : -2) });
    validation.push({ user, history: events.slice(0, -2), targets: [tuned.item], atMs: tuned.atMs });
    test.push({ user, history: events.slice(0, -1), targets: [last.item], atMs: last.atMs });
  }
  if (test.length === 0) throw new DataError(`Cannot split ${dataset.name} by loo: no user has ${MIN_LEAVE_ONE_OUT} interactions`);
  return {
    name: 'loo', train, validation, test, removesHistory: true, candidates: allOf(dataset), known: knownIn(dataset, train), unseenTargets: 0, coldUsers: new Set(),
    trainEndMs: Number.POSITIVE_INFINITY,
  };
}

/** Share of events before the train moment, and before the test moment (RECOMMENDER §3: validation the next tenth, test the last). */
const TRAIN_SHARE = 0.8;
const VALIDATION_SHARE = 0.9;
/** Share of users who never train: what a shopper who refuses to federate gets. */
const COLD_SHARE = 0.1;
/** Fewer users than this all train: a tenth of them is nobody. */
const MIN_USERS_FOR_COLD = 10;
const DAY_MS = 86_400_000;

/** How a split by moments is made. */
export interface TimeSplitOptions {
  readonly seed: number;
  /** Whether train reaches up to the test moment, as some papers do: say so beside the figures. */
  readonly refits?: boolean;
}

/**
 * One moment for everyone. A case is a user's first basket (invoice or session) that starts in the window; its history is all before it.
 *
 * @throws DataError for a data set without times
 */
export function splitByTime(dataset: Dataset, { seed, refits = false }: TimeSplitOptions): Split {
  const times = timesOf(dataset, 'time');
  const lastOf = (share: number): number => times[Math.floor(times.length * share) - 1] ?? 0; // of the first events that make this share
  const [trainEndMs, validationEndMs] = [lastOf(TRAIN_SHARE), lastOf(VALIDATION_SHARE)];
  return splitAt(dataset, {
    name: 'time', seed, trainEndMs: refits ? validationEndMs : trainEndMs, wanted: 'the last tenth',
    validationOf: (user, events) => (refits ? undefined : firstBasket(user, events, trainEndMs, validationEndMs)),
    testOf: (user, events) => firstBasket(user, events, validationEndMs, Number.POSITIVE_INFINITY),
  });
}

/**
 * Train is everything before the last day (UTC) of the file, or before the day before it, which tunes. A case is all
 * that a user meets on the last day; its history is all before that day.
 *
 * @throws DataError for a data set without times
 */
export function splitByLastDay(dataset: Dataset, { seed, refits = false }: TimeSplitOptions): Split {
  const lastMs = timesOf(dataset, 'last-day').at(-1) ?? 0;
  const testMs = Math.floor(lastMs / DAY_MS) * DAY_MS;
  const tuneMs = testMs - DAY_MS;
  return splitAt(dataset, {
    name: 'last-day', seed, trainEndMs: (refits ? testMs : tuneMs) - 1, wanted: 'the last day',
    validationOf: (user, events) => (refits ? undefined : wholeDay(user, events, tuneMs)),
    testOf: (user, events) => wholeDay(user, events, testMs),
  });
}

function timesOf(dataset: Dataset, name: SplitName): Float64Array {
  if (!dataset.hasTimes) throw new DataError(`Cannot split ${dataset.name} by ${name}: its format has no times; choose loo or given`);
  const times = new Float64Array(dataset.users.reduce((sum, { events }) => sum + events.length, 0));
  let at = 0;
  for (const { events } of dataset.users) for (const { atMs } of events) times[at++] = atMs;
  return times.sort();
}

interface Moments {
  readonly name: SplitName;
  readonly seed: number;
  readonly trainEndMs: number;
  /** Part of the file that must hold cases, for the error. */
  readonly wanted: string;
  readonly validationOf: (user: number, events: readonly DataEvent[]) => TestCase | undefined;
  readonly testOf: (user: number, events: readonly DataEvent[]) => TestCase | undefined;
}

function splitAt(dataset: Dataset, { name, seed, trainEndMs, wanted, validationOf, testOf }: Moments): Split {
  const chance = seededChance(seed);
  const coldUsers = new Set<number>();
  const train: DataUser[] = [];
  const validation: TestCase[] = [];
  const test: TestCase[] = [];
  for (const [user, { id, events }] of dataset.users.entries()) {
    const isCold = chance.next() < COLD_SHARE && dataset.users.length >= MIN_USERS_FOR_COLD;
    const before = events.filter(({ atMs }) => atMs <= trainEndMs);
    if (isCold) coldUsers.add(user);
    else if (before.length > 0) train.push({ id, events: before });
    const tuned = validationOf(user, events);
    if (tuned && !isCold) validation.push(tuned);
    const asked = testOf(user, events);
    if (asked) test.push(asked);
  }
  if (train.length === 0 || test.length === 0) throw new DataError(`Cannot split ${dataset.name} by ${name}: ${train.length} users to train on before and ${test.length} cases in ${wanted}; choose another of ${SPLITS.join(', ')}`);
  return { name, train, validation, test, removesHistory: false, candidates: allOf(dataset), known: knownIn(dataset, train), unseenTargets: 0, coldUsers, trainEndMs };
}

function wholeDay(user: number, events: readonly DataEvent[], startMs: number): TestCase | undefined {
  const day = events.filter(({ atMs }) => atMs >= startMs && atMs < startMs + DAY_MS);
  const [first] = day;
  if (!first) return undefined;
  return { user, history: events.filter(({ atMs }) => atMs < startMs), targets: [...new Set(day.map(({ item }) => item))], atMs: first.atMs };
}

function firstBasket(user: number, events: readonly DataEvent[], afterMs: number, untilMs: number): TestCase | undefined {
  const first = events.findIndex(({ atMs }, index) => atMs > afterMs && atMs <= untilMs && events[index - 1]?.basket !== events[index]?.basket);
  const start = events[first];
  if (!start) return undefined;
  // Lines of one invoice share a time: all of the basket is the target, none of it history.
  const history = events.slice(0, first);
  if (history.some(({ basket }) => basket === start.basket)) return undefined;
  const targets = [...new Set(events.slice(first).filter(({ basket, atMs }) => basket === start.basket && atMs <= untilMs).map(({ item }) => item))];
  return { user, history, targets, atMs: start.atMs };
}

/** Test sessions as given: every position after the first is a case. Candidates are the train items. */
export function splitGivenSessions(train: Dataset, test: Dataset): Split {
  const cases = test.users.flatMap(({ events }, user) => nextItemCases(user, events));
  return givenSplit(test, train, cases);
}

/** Test cases as given: prefix and target. */
export function splitGivenCases(dataset: Dataset, given: readonly GivenCase[]): Split {
  const cases = given.map(({ prefix, target }, user): TestCase => ({
    user,
    history: prefix.map((item, position) => ({ item, type: 'view_item', atMs: position * 60_000, basket: 0 })),
    targets: [target],
    atMs: prefix.length * 60_000,
  }));
  return givenSplit(dataset, dataset, cases);
}

function nextItemCases(user: number, events: readonly DataEvent[]): TestCase[] {
  return events.slice(1).map((event, index) => ({ user, history: events.slice(0, index + 1), targets: [event.item], atMs: event.atMs }));
}

function givenSplit(items: Dataset, trainSet: Dataset, cases: readonly TestCase[]): Split {
  const known = knownIn(items, trainSet.users);
  const test = cases.filter(({ targets }) => targets.every((item) => known[item] === 1));
  if (test.length === 0) throw new DataError(`Cannot split ${trainSet.name} as given: no test target is among the train items`);
  const lastMs = trainSet.users.reduce((last, { events }) => Math.max(last, events.at(-1)?.atMs ?? 0), 0);
  return {
    name: 'given', train: trainSet.users, validation: [], test, removesHistory: false, candidates: known, known, unseenTargets: cases.length - test.length, coldUsers: new Set(),
    trainEndMs: trainSet.hasTimes ? lastMs : Number.POSITIVE_INFINITY,
  };
}

function allOf(dataset: Dataset): Uint8Array {
  return new Uint8Array(dataset.itemIds.length).fill(1);
}

function knownIn(dataset: Dataset, users: readonly DataUser[]): Uint8Array {
  const known = new Uint8Array(dataset.itemIds.length);
  for (const { events } of users) for (const { item } of events) known[item] = 1;
  return known;
}
