import { fileURLToPath } from 'node:url';
import { runCommand } from '#server/commands';

process.exitCode = await runCommand(process.argv.slice(2), { out: process.stdout, err: process.stderr }, fileURLToPath(import.meta.url));
