import { runCommand } from '#server/commands';

/** How a command ended, and what it printed. */
export interface CommandRun {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs `homebird` with these arguments in this process, from a folder without a build. */
export async function homebird(...argv: readonly string[]): Promise<CommandRun> {
  let [out, err] = ['', ''];
  const code = await runCommand(argv, { out: { write: (text) => (out += text) }, err: { write: (text) => (err += text) } }, '/nowhere/main.js');
  return { code, out, err };
}
