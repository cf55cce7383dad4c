import fc from 'fast-check';
import { SEED } from './seed.ts';

// Before each test file: properties draw the same cases in every run, so that a change is refused for what it does, never for what was drawn.
fc.configureGlobal({ seed: SEED });
