/** Thrown by `pause` when training must not go on now: the tab is needed, consent was withdrawn, the shopper paused. */
export class TrainingStopped extends Error {
  override readonly name = 'TrainingStopped';
}
