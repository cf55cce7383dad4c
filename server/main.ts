import { fileURLToPath } from 'node:url';
import { runCommand } from '#server/commands';

/** What a shell reports of a program whose reader went away. */
const BROKEN_PIPE = 141;

for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit(BROKEN_PIPE); // `homebird verify URL | head` is no fault
  });
}
process.exitCode = await runCommand(process.argv.slice(2), { out: process.stdout, err: process.stderr }, fileURLToPath(import.meta.url));
