/** What happened on the devices whose reports one round counted, by `campaign/creative/count`; values in cents. */
interface RoundTruth {
  readonly reports: number;
  readonly counts: Readonly<Record<string, number>>;
}

/** The ground truth of a demonstration's ads. */
export interface Truth {
  /** Closed rounds of ads. */
  readonly rounds: readonly RoundTruth[];
  /** Weeks, oldest first; rates are undefined where no ad was seen. */
  readonly weeks: readonly { readonly clickRate: number | undefined; readonly clickRateAtRandom: number | undefined }[];
}

type Fields = Readonly<Record<string, unknown>>;

const fieldsIn = (json: unknown): Fields => (typeof json === 'object' && json !== null ? (json as Fields) : {});
const listIn = (value: unknown): readonly Fields[] => (Array.isArray(value) ? value.map(fieldsIn) : []);
const numberIn = (value: unknown): number | undefined => (typeof value === 'number' && Number.isFinite(value) ? value : undefined);

/** Reads `/demo/truth.json`; undefined where the deployment is no demonstration. */
export function parseTruth(json: unknown): Truth | undefined {
  const { simulated, rounds, weeks } = fieldsIn(json);
  if (simulated !== true) return undefined;
  return {
    rounds: listIn(rounds).filter(({ round, subject }) => subject === 'ads' && numberIn(round) !== undefined).map(({ reports, counts }) => ({
      reports: numberIn(reports) ?? 0, counts: Object.fromEntries(Object.entries(fieldsIn(counts)).map(([name, count]) => [name, numberIn(count) ?? 0])),
    })),
    weeks: listIn(weeks).map(({ clickRate, clickRateAtRandom }) => ({ clickRate: numberIn(clickRate), clickRateAtRandom: numberIn(clickRateAtRandom) })),
  };
}

/** What all creatives of a campaign together came to. */
export function truthOf({ rounds }: Truth, campaign: string, what: string): number {
  return rounds.reduce((sum, { counts }) => sum + Object.entries(counts).reduce((all, [name, count]) => all + (name.startsWith(`${campaign}/`) && name.endsWith(`/${what}`) ? count : 0), 0), 0);
}
