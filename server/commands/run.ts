import { runCatalogueCommand, runKnowledgeCommand } from '#server/catalogue';
import { runCampaigns } from './campaigns-command.ts';
import { runConsoleLink } from './console-link-command.ts';
import { runDoctor } from './doctor-command.ts';
import { runEmbed } from './embed-command.ts';
import { runHelper } from './helper-command.ts';
import { runLeader } from './leader-command.ts';
import { plainly, type Streams } from './output.ts';
import { runPlan } from './plan-command.ts';
import { runServe } from './serve-command.ts';
import { runSimulate } from './simulate-command.ts';
import { runVerify } from './verify-command.ts';
import { runWitness } from './witness-command.ts';

const HELP = `homebird COMMAND [options]

  serve       run a whole deployment on this machine: demo shop, console, auditor page, leader, helper
  helper      run the auditor's half of a deployment
  witness     cosign the logs of others, so that nobody is shown another history
  catalogue   turn a product feed into the catalogue files that the tag loads
  knowledge   turn help pages into the file that the assistant answers from
  embed       print the line that a shop pastes, for its own place
  simulate    run simulated shoppers against a leader
  verify URL  recompute everything a leader has published
  doctor URL  open a shop's page in a browser, and say what of the installation does not work
  plan        which model suits how many visitors, and what it costs them
  campaigns   take campaigns from a file, or print them as one
  console-link  print a link that signs the owner in to the console

homebird COMMAND --help says more.
`;

type Command = (argv: readonly string[], streams: Streams, program: string) => Promise<number> | number;

/** `leader` is started by `serve`, so it is not in the help. */
const COMMANDS: Readonly<Record<string, Command>> = {
  serve: runServe,
  helper: runHelper,
  leader: runLeader,
  catalogue: (argv, { out }) => runCatalogueCommand(argv, out),
  knowledge: (argv, { out }) => runKnowledgeCommand(argv, out),
  embed: runEmbed,
  simulate: runSimulate,
  verify: runVerify,
  witness: runWitness,
  doctor: runDoctor,
  plan: runPlan,
  campaigns: runCampaigns,
  'console-link': runConsoleLink,
};

/** What a full disk, a folder of another user and the like say of themselves; undefined for a bug, whose stack is wanted. */
function systemFault(error: unknown): string | undefined {
  return error instanceof Error && 'syscall' in error && 'code' in error ? error.message : undefined;
}

/**
 * Runs the command that `argv` names and gives the exit code.
 *
 * @param program - absolute path of the program's file, for roles that are started as processes of their own
 */
export async function runCommand(argv: readonly string[], raw: Streams, program: string): Promise<number> {
  const streams = plainly(raw);
  const [name = '', ...rest] = argv;
  if (name === '--help' || name === '-h' || name === 'help') {
    streams.out.write(HELP);
    return 0;
  }
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (command) {
    try {
      return await command(rest, streams, program);
    } catch (error) {
      const fault = systemFault(error);
      if (fault === undefined) throw error;
      streams.err.write(`${fault}\n`);
      return 1;
    }
  }
  streams.err.write(name === '' ? HELP : `There is no command "${name}": commands are ${Object.keys(COMMANDS).filter((known) => known !== 'leader').join(', ')}\nsee homebird --help\n`);
  return 2;
}
