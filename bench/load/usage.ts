import { readFileSync } from 'node:fs';
import { platform } from 'node:process';

/** Ticks of /proc a second: USER_HZ, 100 on every Linux that Node runs on. */
const TICKS_PER_SECOND = 100;

/** Seconds of processor that a process has taken, in all its threads. @throws Error where the kernel does not tell */
export function cpuSeconds(pid: number): number {
  // The command name, in brackets, may hold spaces: fields are counted behind it.
  const fields = procFile(pid, 'stat').replace(/^.*\) /s, '').split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
}

/** Memory of a process now, MB. @throws Error where the kernel does not tell */
export function residentMegabytes(pid: number): number {
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(procFile(pid, 'status'))?.[1]) / 1024;
}

function procFile(pid: number, name: string): string {
  if (platform !== 'linux') throw new Error(`Cannot measure another process on ${platform}: wanted /proc of Linux`);
  return readFileSync(`/proc/${pid}/${name}`, 'utf8');
}
