import { FAULTS } from '#support/faults/all';
import { testFaults } from '#support/faults/run';

// One row of each kind; the whole table runs in `npm run browsers`.
testFaults(FAULTS.filter(({ isSample }) => isSample));
