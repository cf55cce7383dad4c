import { runAttacks } from '#bench/attacks';
import { runEvaluate } from '#bench/evaluate';
import { PLAIN_PROGRAM, runPlain } from '#bench/load';
import { runModels } from '#bench/models';
import { runBench } from '#bench/speed';
import { runTorture } from '#bench/torture';

/** Programs of this bundle by their first argument. */
const PROGRAMS: Readonly<Record<string, (argv: readonly string[], out: NodeJS.WritableStream) => Promise<number>>> = {
  evaluate: runEvaluate,
  bench: runBench,
  models: runModels,
  torture: runTorture,
  attacks: runAttacks,
  [PLAIN_PROGRAM]: runPlain,
};

// A reader that has seen enough, such as `| head`, must not cost the JSON of a long run.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

const [name = '', ...argv] = process.argv.slice(2);
const program = PROGRAMS[name];
if (program) process.exitCode = await program(argv, process.stdout);
else {
  process.stderr.write(`Cannot run "${name}": wanted one of ${Object.keys(PROGRAMS).join(', ')}\n`);
  process.exitCode = 2;
}
