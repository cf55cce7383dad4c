import { readFileSync } from 'node:fs';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/**
 * Connections one process keeps; each costs about 20 kB idle, 80 MB together. Beyond it the one that has been idle longest
 * makes room, where none is idle the one that has been sending its request longest, and only then one that waits for its
 * answer: whoever holds connections open for nothing loses them first, and a newcomer is always heard.
 */
const MAX_CONNECTIONS = 4_096;
/** File descriptors left for the store, its log and calls to the other server. */
const OTHER_FILES = 100;
/**
 * Requests one connection may have in work at a time. Browsers wait for an answer before they ask again; one read from a
 * socket can hold a thousand small requests, each worth a file of 2 MB in memory.
 */
const MAX_PIPELINED = 16;
/** Bytes of answers that wait for slow readers, in all: past it those that have waited longest are let go. 128 of the largest file. */
const MAX_UNSENT_BYTES = 256 * 1024 * 1024;

/** Why this server let go of a connection. */
export type EndReason = 'not-http' | 'headers-too-large' | 'too-slow' | 'reset' | 'crowded-out' | 'pipelined' | 'unread';

/** Keeps the connections of one server within bounds. */
export interface Doorkeeper {
  /** Takes note of a request; false if its connection has too many in work and was let go. */
  admit(request: IncomingMessage, response: ServerResponse): boolean;
  /** Takes note of what an answer still has to send. */
  answered(response: ServerResponse): void;
}

function first<Value>(line: Iterable<Value>): Value | undefined {
  for (const value of line) return value;
  return undefined;
}

/** {@link MAX_CONNECTIONS}, or what the system lets this process open where it says so: past that nobody is heard, not even the store. */
function connectionLimit(): number {
  try {
    const [, files] = /^Max open files\s+(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8')) ?? [];
    return files === undefined ? MAX_CONNECTIONS : Math.max(1, Math.min(MAX_CONNECTIONS, Number(files) - OTHER_FILES));
  } catch {
    return MAX_CONNECTIONS; // not Linux
  }
}

/** Answers not yet taken, oldest first. */
interface Unsent {
  add(response: ServerResponse): void;
  /** Forgets what a closed connection will never take: an answer that waits behind another hears nothing of the end. */
  forgetAll(socket: Socket): void;
}

function createUnsent(onEnd: (reason: EndReason) => void): Unsent {
  const waiting = new Map<ServerResponse, number>();
  const ofSocket = new WeakMap<Socket, Set<ServerResponse>>();
  let total = 0;
  const forget = (response: ServerResponse): void => {
    total -= waiting.get(response) ?? 0;
    waiting.delete(response);
    ofSocket.get(response.req.socket)?.delete(response);
  };
  return {
    add(response) {
      const { socket } = response.req;
      const bytes = response.writableLength;
      if (bytes === 0 || socket.destroyed) return;
      waiting.set(response, bytes);
      ofSocket.set(socket, (ofSocket.get(socket) ?? new Set()).add(response));
      total += bytes;
      response.once('close', () => forget(response));
      for (const oldest of waiting.keys()) {
        if (total <= MAX_UNSENT_BYTES) break;
        forget(oldest);
        onEnd('unread');
        oldest.req.socket.destroy();
      }
    },
    forgetAll(socket) {
      for (const response of ofSocket.get(socket) ?? []) forget(response);
    },
  };
}

/**
 * Watches over the connections of `server`.
 *
 * @param onEnd - called for each connection that is let go
 * @param most - connections it keeps
 */
export function keepDoor(server: Server, onEnd: (reason: EndReason) => void, most = connectionLimit()): Doorkeeper {
  // Both in the order in which they began to be so.
  const idle = new Set<Socket>();
  const busy = new Map<Socket, IncomingMessage>();
  const inWork = new WeakMap<Socket, number>();
  const unsent = createUnsent(onEnd);
  const leastMissed = (): Socket | undefined => {
    const idlest = first(idle);
    if (idlest) return idlest;
    for (const [socket, request] of busy) if (!request.complete) return socket;
    return first(busy.keys());
  };
  server.on('connection', (socket: Socket) => {
    if (idle.size + busy.size >= most) {
      onEnd('crowded-out');
      leastMissed()?.destroy();
    }
    idle.add(socket);
    socket.once('close', () => {
      idle.delete(socket);
      busy.delete(socket);
      unsent.forgetAll(socket);
    });
  });
  const done = (socket: Socket): void => {
    const left = (inWork.get(socket) ?? 1) - 1;
    inWork.set(socket, left);
    if (left > 0 || !busy.delete(socket) || socket.destroyed) return;
    idle.add(socket);
  };
  return {
    answered: (response) => unsent.add(response),
    admit(request, response) {
      const { socket } = request;
      const count = (inWork.get(socket) ?? 0) + 1;
      if (count > MAX_PIPELINED) {
        if (!socket.destroyed) onEnd('pipelined');
        socket.destroy();
        return false;
      }
      inWork.set(socket, count);
      idle.delete(socket);
      busy.set(socket, request);
      response.once('close', () => done(socket));
      return true;
    },
  };
}
