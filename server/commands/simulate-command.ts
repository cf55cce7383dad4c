import { runSimulateCommand } from '#bench/simulate';
import { noticeLine, type Streams } from './output.ts';
import { stopRequested } from './role.ts';

const WITH_PARENT = '--with-parent';

/** Runs `homebird simulate` until it is asked to stop. */
export async function runSimulate(argv: readonly string[], { out, err }: Streams): Promise<number> {
  const withParent = argv.includes(WITH_PARENT);
  const ending = new AbortController();
  void stopRequested({ withParent }, { err }).then(() => ending.abort());
  if (withParent) out.write(noticeLine({ kind: 'ready', role: 'simulation' }));
  const code = await runSimulateCommand(argv.filter((argument) => argument !== WITH_PARENT), out, ending.signal);
  process.stdin.pause(); // an open standard input would keep the process alive
  return code;
}
