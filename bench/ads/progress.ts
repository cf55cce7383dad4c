/** Says what a run is at, and which share of its time is past; undefined where that is not known yet, as while a file is read. */
export type Progress = (line: string, share?: number) => void;

/** The progress of a part that takes a run from one share of its time to another. */
export const within = (progress: Progress, from: number, to: number): Progress => (line, share = 0) => { progress(line, from + share * (to - from)); };
