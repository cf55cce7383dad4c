import { writeFile } from 'node:fs/promises';
import { DataError, datasetCatalogue, readDataset, splitByTime, splitLeaveOneOut } from '#bench/data';
import { subjectOf, trainCounts } from '#bench/lanes';
import { parseArguments, USAGE, type AttackOptions } from './arguments.ts';
import { runDistinguishing } from './distinguish-run.ts';
import { runInversion } from './inversion-run.ts';
import { runMembership } from './membership-run.ts';
import { runPoisoning } from './poison-run.ts';
import { sceneOf, type Scene } from './scene.ts';

/** `npm run attacks`: attacks a data set's users as every party could, prints tables, writes JSON and a picture. @returns the exit code */
export async function runAttacks(argv: readonly string[], out: NodeJS.WritableStream): Promise<number> {
  const say = (line: string): void => { out.write(`${line}\n`); };
  try {
    const options = parseArguments(argv);
    if (options === 'help') say(USAGE);
    else await attack(options, say);
    return 0;
  } catch (error) {
    if (!(error instanceof DataError)) throw error;
    say(`error: ${error.message}`);
    return 2;
  }
}

/** Blocks of the table of pairs: what a shop of some thousand items begins with. */
const PAIR_BLOCKS = 5;

async function attack(options: AttackOptions, say: (line: string) => void): Promise<void> {
  const startMs = performance.now();
  const scene = await readScene(options);
  const { dataset, devices, catalogue } = scene.subject;
  say(`${dataset.name}: ${devices.length} devices, ${catalogue.items} items, seed ${options.seed}`);
  const inversion = options.attacks.includes('inversion') ? await runInversion(scene, options, say) : [];
  const membership = options.attacks.includes('membership') ? await runMembership(scene, options, say) : [];
  const distinguishing = options.attacks.includes('distinguishing') ? await runDistinguishing(scene, options, say) : [];
  const poisoning = options.attacks.includes('poisoning') ? await runPoisoning(scene, options, say) : [];
  const seconds = Math.round((performance.now() - startMs) / 1000);
  const result = { dataset: dataset.name, devices: devices.length, items: catalogue.items, seed: options.seed, trials: options.trials, inversion, membership, distinguishing, poisoning, seconds };
  if (options.json) await writeFile(options.json, `${JSON.stringify(result, undefined, 2)}\n`);
  say(`${seconds} s${options.json ? `, written to ${options.json}` : ''}`);
}

async function readScene({ train, format, seed }: AttackOptions): Promise<Scene> {
  const dataset = await readDataset(train, format);
  const split = dataset.hasTimes ? splitByTime(dataset, { seed }) : splitLeaveOneOut(dataset);
  return sceneOf(subjectOf(dataset, split, datasetCatalogue(dataset, trainCounts(split.train, dataset.itemIds.length)), seed), PAIR_BLOCKS);
}
